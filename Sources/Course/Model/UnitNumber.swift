/// A unit's number, such as `5`, or `5a` for what comes between the units 5 and 6.
///
/// In names of files and folders it has two digits: `05-validation`, `05a-checkpoint`.
package struct UnitNumber: Sendable, Hashable, Comparable {
    /// From 1 to 99.
    package var number: Int
    /// A small letter from `a` to `z`; nil for a unit of the plain count.
    package var letter: Character?

    package init(_ number: Int, letter: Character? = nil) {
        self.number = number
        self.letter = letter
    }

    /// Reads `5`, `05`, `5a` or `05a`; nil for other text.
    package init?(_ text: some StringProtocol) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let rest = text.dropFirst(digits.count)
        guard (1...2).contains(digits.count), let number = Int(digits), number > 0,
            rest.count <= 1, rest.allSatisfy({ ("a"..."z").contains($0) })
        else { return nil }
        self.init(number, letter: rest.first)
    }

    /// The number as names of files begin, such as `05a`.
    package var prefix: String {
        (number < 10 ? "0" : "") + description
    }

    package static func < (left: UnitNumber, right: UnitNumber) -> Bool {
        (left.number, left.letter.map(String.init) ?? "")
            < (right.number, right.letter.map(String.init) ?? "")
    }
}

extension UnitNumber: CustomStringConvertible {
    package var description: String { "\(number)\(letter.map(String.init) ?? "")" }
}

extension UnitNumber: ExpressibleByIntegerLiteral {
    package init(integerLiteral number: Int) {
        self.init(number)
    }
}

extension UnitNumber: Encodable {
    /// Writes a number where there is no letter, and text such as `"5a"` where there is one.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if letter == nil { try container.encode(number) } else { try container.encode(description) }
    }
}
