/// The learner's file as lines, to point at.
package struct SourceText: Sendable {
    /// The file as reports name it.
    package var file: String
    package var lines: [String]

    package init(file: String, text: String) {
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The place at `line`, from 1; nil when the file has no such line.
    package func place(line: Int, columns: Range<Int>? = nil) -> SourcePlace? {
        guard lines.indices.contains(line - 1) else { return nil }
        let text = lines[line - 1]
        return SourcePlace(file: file, line: line, text: text, columns: columns ?? extent(of: text))
    }

    /// The first place where the regular expression `pattern` is found.
    package func place(matching pattern: String) -> SourcePlace? {
        guard let regex = try? Regex(pattern) else { return nil }  // refused by the course's reader
        for (index, text) in lines.enumerated() {
            guard let match = text.firstMatch(of: regex) else { continue }
            let start = text.distance(from: text.startIndex, to: match.range.lowerBound)
            let length = text.distance(from: match.range.lowerBound, to: match.range.upperBound)
            return place(line: index + 1, columns: start..<(start + max(1, length)))
        }
        return nil
    }

    /// The line's text without the blanks around it.
    private func extent(of text: String) -> Range<Int>? {
        guard let start = text.firstIndex(where: { !$0.isWhitespace }),
            let end = text.lastIndex(where: { !$0.isWhitespace })
        else { return nil }
        let from = text.distance(from: text.startIndex, to: start)
        return from..<(from + text.distance(from: start, to: end) + 1)
    }
}
