import Foundation

/// A hint leads to the solution's lines, and holds none of them.
struct HintRule {
    let tree: CourseTree
    /// The exercise's folder, relative to the course's.
    let folder: String

    /// Notes at `hint` every line of a solution that its text gives away.
    func check(_ text: ByTrack<String>, _ tracks: [Track], _ hint: YAMLValue) {
        for track in tracks {
            guard let text = text[track] else { continue }
            for line in givenAway(by: text, in: track) {
                hint.report(
                    "the hint gives away a line of the \(track.rawValue) solution, \"\(line)\": "
                        + "leave a blank ____ in it")
            }
        }
    }

    private func givenAway(by text: String, in track: Track) -> [String] {
        let base = "\(folder)/\(track.rawValue)"
        let starter = Set(lines(of: "\(base)/starter/\(track.fileName)"))
        var seen: Set<String> = []
        return lines(of: "\(base)/solution/\(track.fileName)").filter { line in
            !starter.contains(line) && isTelling(line) && holds(text, line)
                && seen.insert(line).inserted
        }
    }

    private func lines(of path: String) -> [String] {
        tree.file(path)?.lines.map { $0.trimmingCharacters(in: .whitespaces) } ?? []
    }

    /// Whether a line is more than an `else:` or a bracket.
    private func isTelling(_ line: String) -> Bool {
        line.count(where: { $0.isLetter || $0.isNumber }) >= 8 && !line.hasPrefix("#")
    }

    /// Whether `line` stands in `text` as a whole statement, not as the beginning of a longer one.
    private func holds(_ text: String, _ line: String) -> Bool {
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
