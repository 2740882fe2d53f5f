import Course

extension OpenAPIDocument {
    /// Why `value` does not fit `schema`, as one line with its place; nil when it does.
    ///
    /// JSON Schema's vocabulary as OpenAPI documents use it; a keyword that is not known here is no
    /// complaint.
    func problem(with value: JSON, _ schema: JSON, at place: String, depth: Int = 0) -> String? {
        guard depth < 32 else { return nil }
        let schema = resolved(schema)
        if let allowed = schema["enum"]?.elements, !allowed.contains(value) {
            return "\(place) is \(value.text), not one of \(JSON.array(allowed).text)"
        }
        if let choices = (schema["anyOf"] ?? schema["oneOf"])?.elements {
            let problems = choices.map { problem(with: value, $0, at: place, depth: depth + 1) }
            if !problems.contains(nil) { return problems.compactMap(\.self).first }
        }
        for part in schema["allOf"]?.elements ?? [] {
            if let found = problem(with: value, part, at: place, depth: depth + 1) { return found }
        }
        if let found = kindProblem(value, schema, place) { return found }
        return insideProblem(value, schema, place, depth)
    }

    private func kindProblem(_ value: JSON, _ schema: JSON, _ place: String) -> String? {
        let kinds =
            schema["type"]?.elements?.compactMap(\.string)
            ?? schema["type"]?.string.map { [$0] } ?? []
        guard !kinds.isEmpty else { return nil }
        if value == .null, schema["nullable"] == true { return nil }
        let fits = kinds.contains { kind in
            switch (kind, value) {
            case ("integer", .double(let number)): number == number.rounded()
            case ("integer", .int), ("number", .int), ("number", .double): true
            default: kind == value.kind
            }
        }
        return fits ? nil : "\(place) is \(value.kind), not \(kinds.joined(separator: " or "))"
    }

    private func insideProblem(
        _ value: JSON, _ schema: JSON, _ place: String, _ depth: Int
    ) -> String? {
        switch value {
        case .array(let elements):
            guard let items = schema["items"] else { return nil }
            return elements.enumerated().lazy.compactMap { index, element in
                problem(with: element, items, at: "\(place)[\(index)]", depth: depth + 1)
            }.first
        case .object(let members):
            let required = schema["required"]?.elements?.compactMap(\.string) ?? []
            if let name = required.first(where: { members[$0] == nil }) {
                return "\(place).\(name) is missing"
            }
            let known = schema["properties"]?.members ?? [:]
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                if let schema = known[name] ?? schema["additionalProperties"]?.asSchema {
                    let inner = "\(place).\(name)"
                    if let found = problem(with: member, schema, at: inner, depth: depth + 1) {
                        return found
                    }
                } else if schema["additionalProperties"] == false {
                    return "\(place).\(name) is not in the schema"
                }
            }
            return nil
        case .null, .bool, .int, .double, .string: return nil
        }
    }
}

extension JSON {
    fileprivate var asSchema: JSON? { members == nil ? nil : self }
}
