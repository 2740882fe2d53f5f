/// A hint leads to the solution's lines, and holds none of them.
struct HintRule {
    /// The lines of each solution that a hint must not hold, in their order, none twice.
    private let secrets: [Track: [String]]

    /// Reads the starters and solutions of the exercise in `folder`.
    init(tree: CourseTree, folder: String, tracks: [Track], file: String? = nil) {
        var secrets: [Track: [String]] = [:]
        for track in tracks {
            let base = "\(folder)/\(track.rawValue)"
            var seen = Set(Self.lines(of: "\(base)/starter/\(file ?? track.fileName)", tree))
            secrets[track] = Self.lines(of: "\(base)/solution/\(file ?? track.fileName)", tree)
                .filter { Self.isTelling($0) && seen.insert($0).inserted }
        }
        self.secrets = secrets
    }

    /// Notes at `hint` every line of a solution that its text gives away.
    func check(_ text: ByTrack<String>, _ hint: YAMLValue) {
        for (track, lines) in secrets.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let text = text[track] else { continue }
            for line in lines where Self.holds(text, line) {
                hint.report(
                    "the hint gives away a line of the \(track.rawValue) solution, \"\(line)\": "
                        + "leave a blank ____ in it")
            }
        }
    }

    private static func lines(of path: String, _ tree: CourseTree) -> [String] {
        tree.file(path)?.lines.map { String($0.withoutBlankEnds) } ?? []
    }

    /// Whether a line is more than an `else:` or a bracket.
    private static func isTelling(_ line: String) -> Bool {
        line.count(where: { $0.isLetter || $0.isNumber }) >= 8 && !line.hasPrefix("#")
    }

    /// Whether `line` stands in `text` as a whole statement, not as the beginning of a longer one.
    private static func holds(_ text: String, _ line: String) -> Bool {
        let ending: Set<Character> = ["`", "\n", " ", "\"", "'", ".", ";", ":"]
        return text.ranges(of: line).contains { range in
            let before =
                range.lowerBound == text.startIndex
                ? nil : text[text.index(before: range.lowerBound)]
            let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
            return (before.map { !$0.isLetter && !$0.isNumber && $0 != "_" } ?? true)
                && (after.map(ending.contains) ?? true)
        }
    }
}
