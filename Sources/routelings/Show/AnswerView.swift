import Course
import Grading
import Terminal

/// An answer as HTTPie shows it: status line, headers, body.
struct AnswerView {
    let answer: Answer
    let profile: TerminalProfile
    /// Characters of the body that are shown.
    private static let bodyLimit = 20_000

    var text: StyledText {
        let head = "HTTP/1.1 \(answer.status) \(answer.reason)"
        let took = "   \(Int(answer.duration.milliseconds.rounded())) ms"
        let fields = answer.headers
            .filter { !["date", "server", "connection"].contains($0.name.lowercased()) }
            .map { "\($0.name.lowercased()): \($0.value)" }
        let top = SyntaxHighlighter.highlight(([head] + fields).joined(separator: "\n"), as: .http)
        var lines = top.lines
        if !lines.isEmpty { lines[0] += StyledText(took, .faint) }
        let body = body
        return lines.joined(separator: "\n") + (body.isEmpty ? "" : "\n\n" + body)
    }

    private var body: StyledText {
        guard !answer.body.isEmpty else { return "" }
        let isText = answer.body.prefix(1_000).allSatisfy { $0 >= 9 }
        guard isText else {
            return StyledText("(\(answer.body.count) bytes that are no text)", .faint)
        }
        let text =
            answer.text.count > Self.bodyLimit
            ? String(answer.text.prefix(Self.bodyLimit)) + "\n…" : answer.text
        let isJSON = answer.header("content-type")?.contains("json") ?? false
        return isJSON ? JSONFormatter.format(text, width: profile.width) : StyledText(text)
    }
}
