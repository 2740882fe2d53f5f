extension String {
    /// The text with its `${name}` places filled in.
    ///
    /// - Throws: `TemplateError` for a name that `values` does not have.
    package func filled(with values: [String: JSON]) throws -> String {
        try Template(self).text(with: values)
    }

    /// The text with those places filled in whose names are known; the others stay as written.
    package func filledWhereKnown(with values: [String: JSON]) -> String {
        // Not a template is an ordinary text here, to be shown as it is.
        guard let template = try? Template(self) else { return self }
        return template.textWhereKnown(with: values)
    }
}

extension JSON {
    /// The value with the `${name}` places of its strings filled in.
    ///
    /// A string that is one `${name}` alone becomes that value with its type. Names of members are
    /// left as they are.
    ///
    /// - Throws: `TemplateError` for a name that `values` does not have.
    package func filled(with values: [String: JSON]) throws -> JSON {
        switch self {
        case .null, .bool, .int, .double: self
        case .string(let text): try Template(text).value(with: values)
        case .array(let elements): .array(try elements.map { try $0.filled(with: values) })
        case .object(let members): .object(try members.mapValues { try $0.filled(with: values) })
        }
    }
}

extension RequestTemplate {
    /// The request with every `${name}` filled in: target, header values, credentials and body.
    ///
    /// - Throws: `TemplateError` for a name that `values` does not have.
    package func filled(with values: [String: JSON]) throws -> RequestTemplate {
        var request = self
        request.target = try target.filled(with: values)
        request.headers = try headers.map { try $0.filled(with: values) }
        request.body = try body.filled(with: values)
        request.basic = try basic?.filled(with: values)
        request.user = try user?.filled(with: values)
        return request
    }
}

extension RequestTemplate.Field {
    /// The field with every `${name}` of its value filled in.
    ///
    /// - Throws: `TemplateError` for a name that `values` does not have.
    package func filled(with values: [String: JSON]) throws -> RequestTemplate.Field {
        RequestTemplate.Field(name: name, value: try value.filled(with: values))
    }
}

extension RequestTemplate.Body {
    fileprivate func filled(with values: [String: JSON]) throws -> RequestTemplate.Body {
        switch self {
        case .none: .none
        case .json(let json): .json(try json.filled(with: values))
        case .text(let text): .text(try text.filled(with: values))
        case .form(let fields): .form(try fields.map { try $0.filled(with: values) })
        case .bytes: self
        }
    }
}

extension Predicate {
    /// The predicate with every `${name}` filled in.
    ///
    /// A value put into the pattern of `matches` stands for itself: its special characters are
    /// escaped.
    ///
    /// - Throws: `TemplateError` for a name that `values` does not have.
    package func filled(with values: [String: JSON]) throws -> Predicate {
        switch self {
        case .equals(let json): .equals(try json.filled(with: values))
        case .differs(let json): .differs(try json.filled(with: values))
        case .compares(let how, let json): .compares(how, try json.filled(with: values))
        case .startsWith(let text): .startsWith(try text.filled(with: values))
        case .endsWith(let text): .endsWith(try text.filled(with: values))
        case .contains(let json): .contains(try json.filled(with: values))
        case .matches(let text, let meaning):
            .matches(
                try text.filled(with: values.mapValues(\.asPattern)),
                meaning: try meaning?.filled(with: values))
        case .exists, .isKind, .isEmpty: self
        case .oneOf(let list): .oneOf(try list.filled(with: values))
        case .includes(let json): .includes(try json.filled(with: values))
        case .sameItems(let list): .sameItems(try list.filled(with: values))
        case .count(let predicate): .count(try predicate.filled(with: values))
        case .distinct(let predicate): .distinct(try predicate.filled(with: values))
        case .sum(let predicate): .sum(try predicate.filled(with: values))
        case .tokens(let predicate): .tokens(try predicate.filled(with: values))
        case .every(let predicate): .every(try predicate.filled(with: values))
        case .some(let predicate): .some(try predicate.filled(with: values))
        case .about(let json, let slack): .about(try json.filled(with: values), slack: slack)
        case .mentions(let json): .mentions(try json.filled(with: values))
        case .showsEscaped(let text): .showsEscaped(try text.filled(with: values))
        case .anyOf(let predicates): .anyOf(try predicates.map { try $0.filled(with: values) })
        case .not(let predicate): .not(try predicate.filled(with: values))
        case .all(let predicates): .all(try predicates.map { try $0.filled(with: values) })
        }
    }
}

extension JSON {
    /// The value's text as a regular expression that finds exactly this text.
    fileprivate var asPattern: JSON { .string(plainText.escapedPattern) }
}

extension String {
    /// A regular expression that finds exactly this text.
    package var escapedPattern: String {
        let special: Set<Character> = [
            "\\", "^", "$", ".", "|", "?", "*", "+", "(", ")", "[", "]", "{", "}",
        ]
        return map { special.contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}

extension ByTrack {
    /// The same values, each changed by `transform`.
    package func mapValues<Other>(_ transform: (Value) throws -> Other) rethrows -> ByTrack<Other> {
        ByTrack<Other>(common: try common.map(transform), own: try own.mapValues(transform))
    }
}

extension Expectation {
    /// The expectation with every `${name}` of its predicates filled in.
    ///
    /// - Throws: `TemplateError` for a name that `values` does not have.
    package func filled(with values: [String: JSON]) throws -> Expectation {
        var expectation = self
        expectation.predicate = try predicate.mapValues { try $0.filled(with: values) }
        expectation.alternatives = try alternatives.map { alternative in
            try alternative.map { try $0.filled(with: values) }
        }
        return expectation
    }
}

extension UpstreamScript {
    /// The script with every `${name}` of its routes filled in.
    ///
    /// - Throws: `TemplateError` for a name that `values` does not have.
    package func filled(with values: [String: JSON]) throws -> UpstreamScript {
        var script = self
        script.routes = try routes.map { route in
            var route = route
            route.path = try route.path.filled(with: values)
            route.body = try route.body?.filled(with: values)
            return route
        }
        return script
    }
}
