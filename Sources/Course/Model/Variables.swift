extension Variable {
    /// Draws a value for each of `variables`, always the same ones for the same `seed`.
    ///
    /// Each variable has its own stream of random numbers, made from the seed and its name, so that
    /// adding one does not change the others. No two variables share a word, whatever its capitals.
    package static func draw(_ variables: [String: Variable], seed: UInt64) -> [String: JSON] {
        var words = WordSource()
        return variables.sorted { $0.key < $1.key }.reduce(into: [:]) { values, entry in
            var generator = SplitMix64(seed: seed, purpose: entry.key)
            values[entry.key] = entry.value.draw(&generator, &words)
        }
    }

    /// Draws one value; a word may have been drawn before.
    package func draw(_ generator: inout SplitMix64) -> JSON {
        var words = WordSource()
        return draw(&generator, &words)
    }

    private func draw(_ generator: inout SplitMix64, _ words: inout WordSource) -> JSON {
        switch self {
        case .int(let range): .int(generator.next(in: range))
        case .word: .string(words.word(&generator))
        case .name: .string(words.word(&generator).capitalizedFirst)
        case .phrase: .string(words.word(&generator) + " " + words.word(&generator))
        case .float(let range): .double(generator.hundredths(in: range))
        case .text(let lengths): .string(generator.letters(in: lengths))
        case .bool: .bool(generator.next(in: 0...1) == 1)
        case .choice(let choices): generator.element(of: choices) ?? .null
        }
    }
}

extension SplitMix64 {
    fileprivate mutating func hundredths(in range: ClosedRange<Double>) -> Double {
        let (low, high) = (range.lowerBound * 100, range.upperBound * 100)
        return Double(next(in: Int(low.rounded(.up))...Int(high.rounded(.down)))) / 100
    }

    fileprivate mutating func letters(in lengths: ClosedRange<Int>) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return String((0..<next(in: lengths)).map { _ in letters[next(in: 0...25)] })
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

/// Makes words that can be read aloud, mean nothing, and come only once.
private struct WordSource {
    private var used: Set<String> = []

    mutating func word(_ generator: inout SplitMix64) -> String {
        while true {
            let candidate = Self.candidate(&generator)
            if Self.isMeaningless(candidate), used.insert(candidate).inserted { return candidate }
        }
    }

    /// Three syllables of a consonant and a vowel, such as `tamiro`; half of them end in `n`.
    private static func candidate(_ generator: inout SplitMix64) -> String {
        let consonants = Array("bdfgklmnprstvz")
        let vowels = Array("aeiou")
        let syllables = (0..<3).compactMap { _ -> String? in
            guard let consonant = generator.element(of: consonants),
                let vowel = generator.element(of: vowels)
            else { return nil }
            return "\(consonant)\(vowel)"
        }
        return syllables.joined() + (generator.next(in: 0...1) == 0 ? "" : "n")
    }

    /// Whether nobody would call a route or a field so, or any part of one.
    private static func isMeaningless(_ word: String) -> Bool {
        let letters = Array(word)
        return letters.indices.allSatisfy { start in
            (start...letters.count).allSatisfy { end in
                !meaningful.contains(String(letters[start..<end]))
            }
        }
    }

    /// Words of this shape, or parts of them, that a learner's app, or a bad answer, may hold.
    private static let meaningful: Set = [
        "base", "body", "code", "data", "date", "delete", "file", "home", "kilo", "life", "line",
        "locate", "made", "mine", "mode", "move", "name", "nan", "nil", "none", "note", "page",
        "pane", "rate", "recipe", "remote", "rename", "resize", "role", "rule", "save", "size",
        "state", "time", "title", "token", "tool", "total", "type", "user", "value", "vote",
    ]
}
