import Course
import Grading
import Terminal

/// An answer as HTTPie shows it: status line, headers, body.
struct AnswerView {
    let answer: Answer
    let profile: TerminalProfile
    /// Characters of the body that are shown.
    private static let bodyLimit = 20_000
    /// Bytes of JSON that are laid out: of more, laying out would be waited for.
    private static let layoutLimit = 1 << 20

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
        let whole = lines.joined(separator: "\n") + (body.isEmpty ? "" : "\n\n" + body)
        if answer.isComplete { return whole }
        return whole + (whole.plain.hasSuffix("\n") ? "\n" : "\n\n")
            + StyledText("The answer broke off here. `log` may say why.", .warning)
    }

    private var body: StyledText {
        guard !answer.body.isEmpty else { return "" }
        let isText = answer.body.prefix(1_000).allSatisfy { $0 >= 9 }
        guard isText else {
            return StyledText("(\(answer.body.count) bytes that are no text)", .faint)
        }
        let isJSON = answer.header("content-type")?.contains("json") ?? false
        if isJSON, answer.body.count <= Self.layoutLimit {
            return cut(JSONFormatter.format(answer.text, width: profile.width))
        }
        return cut(StyledText(answer.text))
    }

    private func cut(_ text: StyledText) -> StyledText {
        let whole = text.plain.count
        guard whole > Self.bodyLimit else { return text }
        return text.prefix(Self.bodyLimit)
            + StyledText("\n… (\(whole - Self.bodyLimit) more characters)", .faint)
    }
}
