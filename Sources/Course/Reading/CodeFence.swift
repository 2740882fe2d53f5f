/// The first line of a fenced block: its mark, its language and what follows.
struct CodeFence {
    let mark: String
    let language: String
    /// The words after the language, without `app=` and `hidden`.
    let words: [String]
    /// What `app=` names; nil without it.
    let app: String?
    /// Whether the app is run and not shown.
    let isHidden: Bool

    init?(_ line: Substring) {
        guard let first = line.first, first == "`" || first == "~" else { return nil }
        mark = String(line.prefix { $0 == first })
        guard mark.count >= 3 else { return nil }
        let words = line.dropFirst(mark.count).split(whereSeparator: \.isWhitespace)
            .map(String.init)
        language = words.first ?? ""
        app = words.first { $0.hasPrefix("app=") }.map { String($0.dropFirst(4)) }
        isHidden = words.dropFirst().contains("hidden")
        self.words = words.dropFirst().filter { !$0.hasPrefix("app=") && $0 != "hidden" }
    }

    func isClosed(by line: Substring) -> Bool {
        line.count >= mark.count
            && line.withoutBlankEnds.allSatisfy {
                $0 == mark.first
            }
    }
}
