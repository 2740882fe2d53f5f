/// Finds what was probably meant by a word that nobody knows.
package enum Suggestion {
    /// The candidate nearest to `word`, or nil when none is near enough to be worth naming.
    ///
    /// Near is one slip (a letter wrong, missing, too much, or two swapped) for each three letters,
    /// at least one; or a candidate that begins with `word`. Capitals do not count. Of candidates
    /// that are equally near one that begins with `word` wins, then the first.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = word.lowercased()
        let slips = max(1, word.count / 3)
        let rated = candidates.map { candidate in
            let known = candidate.lowercased()
            let continues = known.hasPrefix(word) ? 0 : 1
            return (candidate, distance(Array(word), Array(known)), continues)
        }
        let best = rated.min { ($0.1, $0.2) < ($1.1, $1.2) }
        if let best, best.1 <= slips, best.1 < word.count { return best.0 }
        guard word.count >= 3 else { return nil }
        return candidates.first { $0.lowercased().hasPrefix(word) }
    }

    /// `: did you mean "…"?` for the nearest candidate, or nothing.
    package static func question(_ word: String, among candidates: [String]) -> String {
        nearest(to: word, among: candidates).map { ": did you mean \"\($0)\"?" } ?? ""
    }

    /// The optimal string alignment distance: edits and swaps of neighbours.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let replaced = last[column] + (letter == other ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
