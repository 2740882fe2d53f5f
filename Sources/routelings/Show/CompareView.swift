import Course
import Grading
import Terminal

/// Answers of several tracks to the same requests, line beside line, with what differs marked.
struct CompareView {
    let profile: TerminalProfile
    /// What every answer has and no comparison is about.
    private static let unremarkable: Set<String> = [
        "date", "server", "content-length", "connection",
    ]

    func text(_ requests: [Request], _ sides: [Comparer.Side]) -> StyledText {
        let legend = sides.filter { !$0.isTheLearners }.map {
            StyledText(
                "\($0.track.title): the course's solution; you have no file there yet.", .faint)
        }
        let blocks = requests.indices.map { index in
            block(requests[index], sides.map { ($0.track, $0.replies[index]) })
        }
        return (blocks + legend).joined(separator: "\n\n")
    }

    private func block(
        _ request: Request, _ replies: [(track: Track, reply: Comparer.Reply)]
    ) -> StyledText {
        let body = request.body.map { "  " + String(decoding: $0, as: UTF8.self) } ?? ""
        let head = StyledText("\(request.method) \(request.target)\(body)", .heading)
        var table = Table(
            columns: [Table.Column(canWrap: false), Table.Column("", canWrap: false)]
                + replies.map { Table.Column(StyledText($0.track.title)) })
        for row in rows(replies.map(\.reply.answer)) { table.append(row) }
        let code = replies.filter { !$0.reply.code.isEmpty }.map { track, reply in
            StyledText("\(track.title)", .faint) + "\n"
                + SyntaxHighlighter.highlight(reply.code, as: CodeLanguage(track)).indented(by: 2)
        }
        return ([head, table.layout(width: profile.width)] + code).joined(separator: "\n")
    }

    private func rows(_ answers: [Grading.Answer?]) -> [[StyledText]] {
        let names = answers.compactMap { $0 }.flatMap(\.headers).map { $0.name.lowercased() }
        let headers = Set(names).subtracting(Self.unremarkable).sorted()
        return [row("status", answers.map { $0.map { "\($0.status)" } ?? "no answer" })]
            + headers.map { name in row(name, answers.map { $0?.header(name) ?? "" }) }
            + [row("body", answers.map { $0.map(body) ?? "" })]
    }

    private func row(_ name: String, _ values: [String]) -> [StyledText] {
        let differs = Set(values).count > 1
        let sign = differs ? (profile.unicode ? "≠" : "!") : ""
        return [StyledText(sign, .warning), StyledText(name, .faint)]
            + values.map { StyledText($0, differs ? .strong : .faint) }
    }

    /// JSON by meaning, so that only differences that matter are marked.
    private func body(_ answer: Grading.Answer) -> String {
        let text = JSON(parsing: answer.body)?.text ?? answer.text
        return text.count > 300 ? text.prefix(299) + "…" : text
    }
}
