/// The first line of a fenced block: its mark, its language and what follows.
struct CodeFence {
    let mark: String
    let language: String
    /// The words after the language, without `app=`.
    let words: [String]
    /// What `app=` names; nil without it.
    let app: String?

    init?(_ line: Substring) {
        guard let first = line.first, first == "`" || first == "~" else { return nil }
        mark = String(line.prefix { $0 == first })
        guard mark.count >= 3 else { return nil }
        let words = line.dropFirst(mark.count).split(whereSeparator: \.isWhitespace)
            .map(String.init)
        language = words.first ?? ""
        app = words.first { $0.hasPrefix("app=") }.map { String($0.dropFirst(4)) }
        self.words = words.dropFirst().filter { !$0.hasPrefix("app=") }
    }

    func isClosed(by line: Substring) -> Bool {
        line.count >= mark.count
            && line.withoutBlankEnds.allSatisfy {
                $0 == mark.first
            }
    }
}
