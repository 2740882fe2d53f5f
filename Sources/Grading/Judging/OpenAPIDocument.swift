import Course

/// An OpenAPI 3 document as checks read it.
struct OpenAPIDocument: Sendable {
    let root: JSON

    init(_ root: JSON) {
        self.root = root
    }

    /// One method of one path.
    struct Operation: Sendable {
        /// In capitals.
        var method: String
        /// As the document writes it, with its placeholders.
        var path: String
        var description: JSON
        /// Parameters of the path, then the operation's own.
        var parameters: [JSON]

        var name: String { "\(method) \(path)" }
        var id: String? { description["operationId"]?.string }
        /// The statuses that are promised, as the document writes them, sorted.
        var statuses: [String] { (description["responses"]?.members ?? [:]).keys.sorted() }

        /// The response that is promised for `status`: exactly, by class, or by default.
        func response(for status: Int) -> JSON? {
            let responses = description["responses"]?.members ?? [:]
            return responses["\(status)"] ?? responses["\(status / 100)XX"]
                ?? responses["\(status / 100)xx"] ?? responses["default"]
        }

        /// Whether this is `GET /tools/{id}`, whatever its placeholders are called.
        func isCalled(_ name: String) -> Bool {
            Self.shape(self.name) == Self.shape(name)
        }

        private static func shape(_ name: String) -> [String] {
            name.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }
        }
    }

    private static let methods = ["get", "put", "post", "delete", "options", "head", "patch"]

    /// Every operation, by path, then by method.
    var operations: [Operation] {
        (root["paths"]?.members ?? [:]).sorted { $0.key < $1.key }.flatMap { path, item in
            Self.methods.compactMap { method in
                guard let operation = item[method] else { return nil }
                let parameters = [item["parameters"], operation["parameters"]]
                    .compactMap { $0?.elements }.joined().map(resolved)
                return Operation(
                    method: method.uppercased(), path: path, description: operation,
                    parameters: parameters)
            }
        }
    }

    /// The schema of a response's JSON body; nil when it promises none.
    func jsonSchema(of response: JSON) -> JSON? {
        guard let schema = resolved(response)["content"]?["application/json"]?["schema"],
            schema.members?.isEmpty == false
        else { return nil }
        return schema
    }

    /// What `$ref` points at, or the value itself.
    func resolved(_ value: JSON) -> JSON {
        guard let reference = value["$ref"]?.string, reference.hasPrefix("#/") else { return value }
        let parts = reference.dropFirst(2).split(separator: "/").map {
            $0.replacing("~1", with: "/").replacing("~0", with: "~")
        }
        return parts.reduce(root) { $0?[String($1)] } ?? .null
    }

    // MARK: Examples

    /// A request for `operation`: with `parameters`, with the document's own examples, else with
    /// values that its schemas allow.
    func example(of operation: Operation, parameters: [String: JSON]) -> RequestTemplate {
        var path = operation.path
        var query: [String] = []
        var headers: [RequestTemplate.Field] = []
        for parameter in operation.parameters {
            guard let name = parameter["name"]?.string, let place = parameter["in"]?.string else {
                continue
            }
            let given = parameters[name] ?? parameter["example"]
            guard given != nil || parameter["required"] == true else { continue }
            let value = given ?? example(of: parameter["schema"] ?? .null)
            let text = value.plainText
            switch place {
            case "path": path = path.replacing("{\(name)}", with: text.formEncoded)
            case "query": query.append("\(name.formEncoded)=\(text.formEncoded)")
            case "header": headers.append(.init(name: name, value: text))
            default: break
            }
        }
        // What the document does not declare is filled in all the same.
        for (name, value) in parameters {
            path = path.replacing("{\(name)}", with: value.plainText.formEncoded)
        }
        let target = path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        return RequestTemplate(
            method: operation.method, target: target, headers: headers,
            body: body(of: operation))
    }

    private func body(of operation: Operation) -> RequestTemplate.Body {
        let content = operation.description["requestBody"].map(resolved)?["content"]
        guard let media = content?["application/json"] else { return .none }
        return .json(media["example"] ?? example(of: media["schema"] ?? .null))
    }

    /// A value that `schema` allows, its own example first.
    func example(of schema: JSON, depth: Int = 0) -> JSON {
        let schema = resolved(schema)
        if let own = schema["example"] ?? schema["examples"]?[0] ?? schema["default"]
            ?? schema["const"] ?? schema["enum"]?[0]
        {
            return own
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            if let first = schema[key]?[0] { return example(of: first, depth: depth + 1) }
        }
        switch schema["type"]?.string {
        case "integer", "number": return number(schema)
        case "boolean": return true
        case "array":
            let least = schema["minItems"]?.number ?? 0
            return least > 0 ? .array([example(of: schema["items"] ?? .null)]) : []
        case "object" where depth < 8:
            let required = schema["required"]?.elements?.compactMap(\.string) ?? []
            return .object(
                required.reduce(into: [:]) { members, name in
                    members[name] = example(
                        of: schema["properties"]?[name] ?? .null, depth: depth + 1)
                })
        default: return .string(text(schema))
        }
    }

    private func number(_ schema: JSON) -> JSON {
        if let least = schema["minimum"] { return least }
        if let bound = schema["exclusiveMinimum"]?.number { return .int(Int(bound) + 1) }
        return 1
    }

    private func text(_ schema: JSON) -> String {
        let least = Int(schema["minLength"]?.number ?? 1)
        return String(repeating: "a", count: min(max(least, 1), 1_000))
    }
}

extension JSON {
    /// The members of an object; nil for anything else.
    var members: [String: JSON]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements of an array; nil for anything else.
    var elements: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}
