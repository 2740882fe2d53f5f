/// Lays JSON text out for reading without changing what it says: keys stay in their order, and
/// numbers and strings keep their spelling.
package enum JSONFormatter {
    /// The text with two spaces a level, and arrays and objects on one line where they fit.
    ///
    /// Text that is not JSON (RFC 8259), or is nested more than 256 levels deep, comes back as it
    /// is and without a look.
    ///
    /// `width` is the columns that a line may take before its array or object is broken up.
    package static func format(_ text: String, width: Int = 80) -> StyledText {
        var parser = JSONTextParser(text)
        guard let value = parser.document() else { return StyledText(text) }
        return value.layout(indent: 0, taken: 0, width: width)
    }
}

/// A JSON value whose scalars are still the text they were.
indirect enum JSONText {
    case scalar(String, Role)
    case array([JSONText])
    case object([(key: String, value: JSONText)])

    /// The value's lines; `taken` is the columns used on its first line by what is before and
    /// after it, indent included.
    func layout(indent: Int, taken: Int, width: Int) -> StyledText {
        let line = inline
        if taken + line.width <= width { return line }
        let inner = indent + 2
        switch self {
        case .scalar: return line
        case .array(let items):
            let lines = items.map { $0.layout(indent: inner, taken: inner + 1, width: width) }
            return block("[", lines, "]", indent)
        case .object(let members):
            let lines = members.map { key, value in
                let name = StyledText(key, .name) + ": "
                return name
                    + value.layout(indent: inner, taken: inner + name.width + 1, width: width)
            }
            return block("{", lines, "}", indent)
        }
    }

    private var inline: StyledText {
        switch self {
        case .scalar(let text, let role): StyledText(text, role)
        case .array(let items): "[" + items.map(\.inline).joined(separator: ", ") + "]"
        case .object(let members) where members.isEmpty: "{}"
        case .object(let members):
            "{ "
                + members.map { StyledText($0.key, .name) + ": " + $0.value.inline }
                .joined(separator: ", ") + " }"
        }
    }

    private func block(
        _ open: String, _ lines: [StyledText], _ close: String, _ indent: Int
    ) -> StyledText {
        let separator = StyledText(",\n") + StyledText.spaces(indent + 2)
        return StyledText(open + "\n") + StyledText.spaces(indent + 2)
            + lines.joined(separator: separator) + StyledText("\n")
            + StyledText.spaces(indent) + StyledText(close)
    }
}

/// Reads JSON text by the grammar of RFC 8259 and keeps the spelling of scalars.
struct JSONTextParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private static let deepest = 256

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The one value of the text, or nil when it is not JSON.
    mutating func document() -> JSONText? {
        guard let value = value() else { return nil }
        skipSpace()
        return position == scalars.count ? value : nil
    }

    private mutating func value() -> JSONText? {
        skipSpace()
        switch peek {
        case "{": return nested { $0.object() }
        case "[": return nested { $0.array() }
        case "\"": return string().map { .scalar($0, .string) }
        case "t": return word("true")
        case "f": return word("false")
        case "n": return word("null")
        default: return number().map { .scalar($0, .number) }
        }
    }

    private mutating func nested(_ body: (inout Self) -> JSONText?) -> JSONText? {
        guard depth < Self.deepest else { return nil }
        depth += 1
        defer { depth -= 1 }
        return body(&self)
    }

    private mutating func array() -> JSONText? {
        let items = list(open: "[", close: "]") { $0.value() }
        return items.map { .array($0) }
    }

    private mutating func object() -> JSONText? {
        let members = list(open: "{", close: "}") { parser -> (key: String, value: JSONText)? in
            parser.skipSpace()
            guard let key = parser.string() else { return nil }
            parser.skipSpace()
            guard parser.take(":"), let value = parser.value() else { return nil }
            return (key, value)
        }
        return members.map { .object($0) }
    }

    private mutating func list<Item>(
        open: Unicode.Scalar, close: Unicode.Scalar, item: (inout Self) -> Item?
    ) -> [Item]? {
        guard take(open) else { return nil }
        skipSpace()
        if take(close) { return [] }
        var items: [Item] = []
        while true {
            guard let next = item(&self) else { return nil }
            items.append(next)
            skipSpace()
            if take(close) { return items }
            guard take(",") else { return nil }
        }
    }

    private mutating func string() -> String? {
        let start = position
        guard take("\"") else { return nil }
        while let next = peek {
            position += 1
            if next == "\"" { return text(from: start) }
            guard next.value >= 0x20 else { return nil }
            if next == "\\", !escape() { return nil }
        }
        return nil
    }

    private mutating func escape() -> Bool {
        guard let next = peek else { return false }
        position += 1
        guard next == "u" else { return "\"\\/bfnrt".unicodeScalars.contains(next) }
        for _ in 0..<4 {
            guard let digit = peek, digit.properties.isASCIIHexDigit else { return false }
            position += 1
        }
        return true
    }

    private mutating func number() -> String? {
        let start = position
        _ = take("-")
        if !take("0") { guard digits() else { return nil } }
        if take(".") { guard digits() else { return nil } }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            guard digits() else { return nil }
        }
        return text(from: start)
    }

    private mutating func digits() -> Bool {
        let start = position
        while let next = peek, ("0"..."9").contains(next) { position += 1 }
        return position > start
    }

    private mutating func word(_ word: String) -> JSONText? {
        for scalar in word.unicodeScalars {
            guard take(scalar) else { return nil }
        }
        return .scalar(word, .keyword)
    }

    private var peek: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let next = peek, next == " " || next == "\n" || next == "\r" || next == "\t" {
            position += 1
        }
    }

    private func text(from start: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<position])
        return String(view)
    }
}
