/// Printed lines in which Python's tracebacks are cut to the learner's own frames.
///
/// Frameworks print the same traceback more than once, with dozens of frames of their own; what a
/// learner can mend is in one or two of them.
struct TracebackFolding {
    /// The name of the learner's file, such as `app.py`.
    let file: String

    /// The lines, each traceback in the place of its first printing.
    func folded(_ lines: [String]) -> [String] {
        var result: [String] = []
        var seen: Set<[String]> = []
        var rest = lines.map(Self.withoutGroupMarks).filter { !Self.isGroupRule($0) }[...]
        while let line = rest.popFirst() {
            guard Self.beginsTraceback(line) else {
                result.append(line)
                continue
            }
            let frames = rest.prefix { $0.hasPrefix(" ") || $0.isEmpty }
            rest = rest.dropFirst(frames.count)
            let end = rest.popFirst().map { [$0] } ?? []
            let block = own(frames) + end
            if seen.insert(block).inserted { result += block }
        }
        return result
    }

    /// The learner's frames, each on a line with its source.
    private func own(_ lines: some Collection<String>) -> [String] {
        var frames: [String] = []
        var isOwn = false
        var isFresh = false
        for line in lines {
            if let frame = line.firstMatch(of: /^ +File "(.*)", line ([0-9]+), in (.*)$/) {
                let path = String(frame.1)
                isOwn =
                    path.split(separator: "/").last.map(String.init) == file
                    && !path.contains("/site-packages/")
                if isOwn { frames.append("  \(file):\(frame.2) in \(frame.3)") }
                isFresh = true
            } else if isOwn, isFresh {
                // Below the source stand the marks that underline it.
                frames[frames.count - 1] += ": " + line.drop { $0 == " " }
                isFresh = false
            }
        }
        return frames
    }

    private static func beginsTraceback(_ line: String) -> Bool {
        line.hasSuffix("Traceback (most recent call last):")
    }

    /// `  | text` of an exception group, as if it stood by itself.
    private static func withoutGroupMarks(_ line: String) -> String {
        guard let mark = line.firstMatch(of: /^ *\| ?/) else { return line }
        return String(line[mark.range.upperBound...])
    }

    /// `+-+---------------- 1 ----------------` between the members of a group.
    private static func isGroupRule(_ line: String) -> Bool {
        line.contains("----") && line.allSatisfy { "+- 0123456789".contains($0) }
    }
}
