/// Splits a line into words as a POSIX shell does: blanks part, quotes and backslashes keep.
package enum Words {
    /// Why a line cannot be split.
    package struct OpenQuote: Error, Sendable, Hashable, CustomStringConvertible {
        package var quote: Character
        package var description: String {
            "the quote \(quote) is not closed: add \(quote) at the end of the text"
        }
    }

    /// The words of `line`.
    ///
    /// - Throws: `OpenQuote`.
    package static func split(_ line: String) throws -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in line {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if quote == nil, character.isWhitespace {
                words += word.map { [$0] } ?? []
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let quote { throw OpenQuote(quote: quote) }
        return words + (word.map { [$0] } ?? [])
    }
}
