import Course

/// An OpenAPI document as Markdown: what can be asked, with what, and what comes back.
enum OpenAPIText {
    static func markdown(_ document: JSON) -> String {
        let title = document["info"]?["title"]?.string ?? "API"
        let version = document["info"]?["version"]?.string ?? ""
        let operations = members(document["paths"]).flatMap { path, methods in
            members(methods).map { operation($0.key.uppercased(), path, $0.value, document) }
        }
        return (["# \(title) \(version)"] + operations).joined(separator: "\n\n")
    }

    private static func operation(
        _ method: String, _ path: String, _ operation: JSON, _ document: JSON
    ) -> String {
        var lines = ["## \(method) \(path)"]
        if let summary = operation["summary"]?.string { lines.append(summary) }
        let parameters = elements(operation["parameters"]).map { parameter in
            let name = parameter["name"]?.plainText ?? ""
            let place = parameter["in"]?.plainText ?? ""
            let isRequired = parameter["required"] == true
            return "- `\(name)` in \(place): \(type(parameter["schema"], document))"
                + (isRequired ? "" : ", optional")
        }
        let body = operation["requestBody"]?["content"].map(members)?.first.map {
            "- body, `\($0.key)`: \(type($0.value["schema"], document))"
        }
        let answers = members(operation["responses"]).map { status, response in
            "- answers \(status): \(response["description"]?.plainText ?? "")"
        }
        lines.append((parameters + (body.map { [$0] } ?? []) + answers).joined(separator: "\n"))
        return lines.joined(separator: "\n\n")
    }

    /// A schema in a few words; a reference is followed once.
    private static func type(_ schema: JSON?, _ document: JSON, depth: Int = 0) -> String {
        guard let schema else { return "anything" }
        if let reference = schema["$ref"]?.string, let name = reference.split(separator: "/").last {
            let target = document["components"]?["schemas"]?[String(name)]
            return depth > 1 ? String(name) : "\(name) \(type(target, document, depth: depth + 1))"
        }
        let fields = members(schema["properties"])
        if !fields.isEmpty {
            let inner = fields.map { "\($0.key): \(type($0.value, document, depth: depth + 1))" }
            return "{ \(inner.joined(separator: ", ")) }"
        }
        let choices = elements(schema["anyOf"]).map { type($0, document, depth: depth + 1) }
        if !choices.isEmpty { return choices.joined(separator: " or ") }
        let values = elements(schema["enum"]).map(\.text)
        if !values.isEmpty { return "one of " + values.joined(separator: ", ") }
        if schema["type"] == "array" {
            return "list of \(type(schema["items"], document, depth: depth + 1))"
        }
        return schema["type"]?.plainText ?? "anything"
    }

    private static func members(_ value: JSON?) -> [(key: String, value: JSON)] {
        guard case .object(let members)? = value else { return [] }
        return members.sorted { $0.key < $1.key }
    }

    private static func elements(_ value: JSON?) -> [JSON] {
        if case .array(let elements)? = value { elements } else { [] }
    }
}
