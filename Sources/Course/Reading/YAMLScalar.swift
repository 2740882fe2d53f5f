import Yams

extension JSON {
    /// The value of a scalar as YAML 1.2 and JSON see it.
    ///
    /// What stands in quotes or in a block is text; `true`, `false`, `null`, `~`, nothing and JSON's
    /// numbers are what they say; all else is text, `yes`, `0x10` and `2026-01-01` too.
    init(_ scalar: Node.Scalar) {
        guard scalar.style == .plain || scalar.style == .any else {
            self = .string(scalar.string)
            return
        }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        case let text: self = Self.number(text) ?? .string(text)
        }
    }

    /// Words that YAML 1.1 takes for true or false and YAML 1.2 for text.
    static let doubtfulWords: Set<String> = ["yes", "no", "on", "off", "y", "n"]

    private static func number(_ text: String) -> JSON? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard let first = digits.first, first.isASCII, first.isNumber else { return nil }
        let whole = digits.prefix { $0.isASCII && $0.isNumber }
        guard whole.count == 1 || first != "0" else { return nil }
        if whole.count == digits.count, let number = Int(text) { return .int(number) }
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }) else {
            return nil
        }
        return Double(text).map { .double($0) }
    }
}
