/// Lines of Markdown that are still being collected.
struct MarkdownLines {
    private var lines: [Substring] = []
    private var firstLine = 1

    mutating func append(_ text: Substring, line: Int) {
        let isBlank = text.allSatisfy(\.isWhitespace)
        if lines.isEmpty {
            guard !isBlank else { return }
            firstLine = line
        }
        lines.append(text)
    }

    /// The text so far and its first line, or nil when there is none; begins anew.
    mutating func take() -> (text: String, line: Int)? {
        defer { lines = [] }
        let text = lines.joinedWithoutBlankEnds
        return text.isEmpty ? nil : (text, firstLine)
    }
}
