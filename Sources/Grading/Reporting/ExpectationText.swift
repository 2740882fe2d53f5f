package import Course

/// What a finding expected, in words: predicates are JSON in reports and prose for people.
package enum ExpectationText {
    /// `400 or 422`, `a text that starts with "application/json"`, or the value itself.
    package static func words(for expected: JSON) -> String {
        guard case .object(let members) = expected, members.count == 1,
            let (name, value) = members.first
        else { return list(expected) ?? expected.text }
        return words(name, value) ?? expected.text
    }

    private static func words(_ name: String, _ value: JSON) -> String? {
        switch name {
        case "oneOf", "anyOf": list(value, joinedBy: "or")
        case "exists": value == true ? "something" : "nothing"
        case "!=": "anything but \(words(for: value))"
        case "not": value["!="].map(words(for:)) ?? "not \(words(for: value))"
        case ">", ">=", "<", "<=": "\(name) \(value.text)"
        case "startsWith": "a text that starts with \(value.text)"
        case "endsWith": "a text that ends with \(value.text)"
        case "contains": "\(value.text) in it"
        case "matches":
            value["meaning"]?.plainText ?? "a text that matches the pattern `\(value.plainText)`"
        case "includes": words(for: value)
        case "sameItems": "\(value.text) in any order"
        case "count": "\(words(for: value)) of them"
        case "isEmpty": value == true ? "none" : "at least one"
        default: of(many: name, value) ?? kind(name, value)
        }
    }

    private static func of(many name: String, _ value: JSON) -> String? {
        switch name {
        case "tokens": "a list with commas: \(words(for: value))"
        case "some": "some with \(words(for: value))"
        case "every": "each with \(words(for: value))"
        case "mentions": "\(value.text) somewhere in it"
        case "showsEscaped": "\(value.text) as text, escaped"
        default: nil
        }
    }

    private static func kind(_ name: String, _ value: JSON) -> String? {
        let kinds = [
            "isBoolean": "true or false", "isInteger": "a whole number", "isFloat": "a fraction",
            "isNumber": "a number", "isString": "a text", "isList": "a list",
            "isObject": "an object",
        ]
        return kinds[name].map { value == true ? $0 : "not \($0)" }
    }

    /// Several predicates of which each must hold, or several values of which one does.
    private static func list(_ value: JSON, joinedBy word: String = "and") -> String? {
        guard case .array(let items) = value, !items.isEmpty else { return nil }
        let isPredicates = items.allSatisfy { item in
            guard case .object(let members) = item, let name = members.keys.first else {
                return false
            }
            return members.count == 1 && Predicate.names.contains(name)
        }
        guard word == "or" || isPredicates else { return nil }
        return items.map { words(for: $0) }.joined(separator: " \(word) ")
    }
}
