/// Reads Markdown with parts for some tracks only.
enum MarkedTextReader {
    /// The parts of `file`, none of them empty; what is wrong is noted in it.
    static func read(_ file: SourceFile) -> MarkedText {
        var parts: [MarkedText.Part] = []
        var lines: [Substring] = []
        var tracks: [Track] = []
        var opened: Int?
        var fence = FenceState()

        func finish() {
            let markdown = lines.joinedWithoutBlankEnds
            if !markdown.isEmpty {
                parts.append(MarkedText.Part(markdown: markdown, tracks: tracks))
            }
            lines = []
            tracks = []
        }

        for (index, line) in file.lines.enumerated() {
            fence.read(line)
            guard !fence.isInside, let words = line.directiveWords else {
                lines.append(line)
                continue
            }
            finish()
            if words.isEmpty, opened == nil {
                file.report("nothing is open here: take this line out", line: index + 1)
            } else if !words.isEmpty, let opened {
                file.report(
                    "the part from line \(opened) is still open: end it with ::: first",
                    line: index + 1)
            }
            opened = words.isEmpty ? nil : index + 1
            tracks = words.compactMap { file.track($0, line: index + 1) }
        }
        finish()
        if let opened { file.report("this part is never closed: end it with :::", line: opened) }
        return MarkedText(parts: parts)
    }
}

/// Whether a line of Markdown stands inside a fenced code block.
struct FenceState {
    private var fence: String?

    /// Whether the line read last is inside a fence, or closes one.
    private(set) var isInside = false

    mutating func read(_ line: Substring) {
        let trimmed = line.withoutBlankEnds
        if let fence {
            isInside = true
            if trimmed.allSatisfy({ $0 == fence.first }), trimmed.count >= fence.count {
                self.fence = nil
            }
            return
        }
        isInside = false
        for mark in ["`", "~"] where trimmed.hasPrefix(String(repeating: mark, count: 3)) {
            fence = String(trimmed.prefix { String($0) == mark })
            isInside = true
        }
    }
}

extension SourceFile {
    /// The track called `word`, or nil after noting that there is none.
    ///
    /// `others` are words that could have stood here as well.
    func track(_ word: Substring, line: Int, or others: [String] = []) -> Track? {
        if let track = Track(rawValue: String(word)) { return track }
        let known = Track.allCases.map(\.rawValue) + others
        let question = Suggestion.question(String(word), among: known)
        report(
            "unknown track \"\(word)\""
                + (question.isEmpty ? "; known are: \(known.joined(separator: ", "))" : question),
            line: line)
        return nil
    }
}

extension Substring {
    /// The text without white space at its beginning and end.
    var withoutBlankEnds: Substring {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return start }
        return start[...last]
    }

    /// The words after `:::` at the beginning of a line, or nil for another line.
    var directiveWords: [Substring]? {
        hasPrefix(":::") ? dropFirst(3).split(whereSeparator: \.isWhitespace) : nil
    }
}

extension Array where Element: StringProtocol {
    /// The lines as one text, without empty ones at its beginning and end.
    var joinedWithoutBlankEnds: String {
        let isBlank = { (line: Element) in line.allSatisfy(\.isWhitespace) }
        guard let first = firstIndex(where: { !isBlank($0) }),
            let last = lastIndex(where: { !isBlank($0) })
        else { return "" }
        return self[first...last].joined(separator: "\n")
    }
}
