/// A place in source text that moves forward only.
struct CodeCursor {
    private let characters: [Character]
    private(set) var position = 0

    init(_ text: some StringProtocol) { characters = Array(text) }

    var isAtEnd: Bool { position >= characters.count }

    /// The character at an offset from here, or nil outside the text.
    func peek(_ offset: Int = 0) -> Character? {
        let index = position + offset
        return characters.indices.contains(index) ? characters[index] : nil
    }

    func starts(with text: String) -> Bool {
        characters[min(position, characters.count)...].starts(with: text)
    }

    mutating func advance(_ count: Int = 1) {
        position = min(position + count, characters.count)
    }

    mutating func advance(while condition: (Character) -> Bool) {
        while let next = peek(), condition(next) { position += 1 }
    }

    /// Moves behind a closing delimiter, or to the end of the line or text where there is none.
    mutating func advance(
        pastClosing delimiter: String, escape: Character? = "\\", multiline: Bool
    ) {
        while let next = peek() {
            if starts(with: delimiter) { return advance(delimiter.count) }
            if next.isNewline, !multiline { return }
            advance(next == escape ? 2 : 1)
        }
    }

    func text(from start: Int) -> String { String(characters[start..<position]) }
}
