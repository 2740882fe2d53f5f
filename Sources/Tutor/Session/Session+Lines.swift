import Course

/// Parsons problems: lines that are put in order at the prompt.
extension Session {
    mutating func arrange(_ rest: String) -> [Effect] {
        guard let exercise, let track else {
            return [.show(.trouble("No exercise is open: `exercise ID` opens one."))]
        }
        guard let parsons = exercise.parsons[track] else {
            return [
                .show(
                    .trouble("`\(exercise.id)` has no lines to arrange: edit your file instead."))
            ]
        }
        let words = rest.split { $0.isWhitespace || $0 == "," }.map(String.init)
        if words.isEmpty { return [.showLines(exercise, track)] }
        if let problem = Self.problem(words, parsons.pool.count) {
            return [.show(.trouble(problem))]
        }
        ladder.edited()
        return [.arrange(exercise, track, words.compactMap(Int.init))]
    }

    /// What is wrong with the numbers that were typed; nil when nothing is.
    private static func problem(_ words: [String], _ count: Int) -> String? {
        var seen: Set<Int> = []
        for word in words {
            guard let number = Int(word), (1...count).contains(number) else {
                return "`\(word)` is no line's number: they go from 1 to \(count)."
            }
            guard seen.insert(number).inserted else {
                return "Line \(number) stands there twice: each is there once."
            }
        }
        return nil
    }
}
