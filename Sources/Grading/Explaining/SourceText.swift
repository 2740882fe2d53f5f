/// The learner's file as lines, to point at.
package struct SourceText: Sendable {
    /// The file as reports name it.
    package var file: String
    package var lines: [String]

    package init(file: String, text: String) {
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether `path`, as the host names it, is this file and not another of the app's.
    func isCalled(_ path: String) -> Bool {
        path.split(separator: "/").last == file.split(separator: "/").last
    }

    /// The place at `line`, from 1; nil when the file has no such line.
    package func place(line: Int, columns: Range<Int>? = nil) -> SourcePlace? {
        guard lines.indices.contains(line - 1) else { return nil }
        let text = lines[line - 1]
        return SourcePlace(file: file, line: line, text: text, columns: columns ?? extent(of: text))
    }

    /// The place of the word at `column`, from 1; of the whole line where there is none.
    package func place(line: Int, column: Int?) -> SourcePlace? {
        guard let column, column >= 1, lines.indices.contains(line - 1),
            column <= lines[line - 1].count
        else { return place(line: line) }
        let rest = lines[line - 1].dropFirst(column - 1)
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return place(line: line, columns: (column - 1)..<(column - 1 + max(1, word.count)))
    }

    /// The first place where the regular expression `pattern` is found: in the function whose `def`
    /// is at `handler`, where that is known and has one, else anywhere.
    package func place(matching pattern: String, handler: Int? = nil) -> SourcePlace? {
        guard let regex = try? Regex(pattern) else { return nil }  // refused by the course's reader
        let inHandler = handler.flatMap { place(of: regex, in: function(at: $0)) }
        return inHandler ?? place(of: regex, in: lines.indices)
    }

    private func place(of regex: Regex<AnyRegexOutput>, in range: Range<Int>) -> SourcePlace? {
        for index in range {
            let text = lines[index]
            guard let match = text.firstMatch(of: regex) else { continue }
            let start = text.distance(from: text.startIndex, to: match.range.lowerBound)
            let length = text.distance(from: match.range.lowerBound, to: match.range.upperBound)
            return place(line: index + 1, columns: start..<(start + max(1, length)))
        }
        return nil
    }

    /// The function whose `def` is at `line`, or the call with a closure that begins there, from its
    /// decorators to its last line; empty when the file has no such line.
    package func functionText(at line: Int) -> String {
        let function = lines[function(at: line)]
        return function.reversed().drop { $0.allSatisfy(\.isWhitespace) }.reversed()
            .joined(separator: "\n")
    }

    /// The lines, from 0, of the function whose `def` is at `line`, from 1, with its decorators.
    private func function(at line: Int) -> Range<Int> {
        guard lines.indices.contains(line - 1) else { return 0..<0 }
        var first = line - 1
        while first > 0, lines[first - 1].hasPrefix("@") { first -= 1 }
        let rest = lines[line...]
        let margin = indentation(of: lines[line - 1])
        let end = rest.firstIndex { text in
            guard let first = text.first(where: { !$0.isWhitespace }) else { return false }
            let depth = indentation(of: text)
            return depth < margin || depth == margin && first != ")" && first != "}"
        }
        return first..<(end ?? lines.endIndex)
    }

    private func indentation(of text: String) -> Int {
        text.prefix { $0 == " " || $0 == "\t" }.count
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
