import Foundation

extension JSON {
    /// Reads one JSON value from UTF-8 bytes; nil when they are not exactly one JSON value.
    package init?(parsing bytes: some Collection<UInt8>) {
        let decoder = JSONDecoder()
        // Not JSON is an ordinary answer of an app, so it is nil here and never an error.
        guard let value = try? decoder.decode(JSON.self, from: Data(bytes)) else { return nil }
        self = value
    }

    /// Reads one JSON value from text; nil when it is not exactly one JSON value.
    package init?(parsing text: String) {
        self.init(parsing: text.utf8)
    }

    /// The value as compact JSON with its members in the order of their names.
    package var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .double(let value): value.isFinite ? "\(value)" : "null"
        case .string(let value): Self.quote(value)
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }
                .map { Self.quote($0.key) + ": " + $0.value.text }
                .joined(separator: ", ") + "}"
        }
    }

    /// The value as it stands inside other text: strings without quotes, all else as JSON.
    package var plainText: String { string ?? text }

    private static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            // The second range is none of JSON's rules: terminals obey it as well.
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
