extension YAMLValue {
    /// A request: `METHOD target`, or a mapping of its parts.
    func request(_ scope: ReadingScope) -> RequestTemplate? {
        isMapping ? longRequest(scope) : shortRequest(scope)
    }

    private func shortRequest(_ scope: ReadingScope) -> RequestTemplate? {
        let what = "a request such as GET /tools, or a mapping with method and path"
        guard let text = text(what) else { return nil }
        let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard words.count == 2 else { return expected(what) }
        guard let method = method(String(words[0])),
            let target = target(String(words[1]), scope)
        else { return nil }
        return RequestTemplate(method: method, target: target)
    }

    private static let requestKeys = ["method", "path", "headers", "json", "text", "form"]

    private func longRequest(_ scope: ReadingScope) -> RequestTemplate? {
        guard
            let fields = fields(
                "the request", known: Self.requestKeys, required: ["method", "path"])
        else { return nil }
        let headers = fields["headers"]?.requestFields("header", scope) ?? []
        for header in headers where !header.name.isToken {
            fields["headers"]?.report("\"\(header.name)\" cannot be the name of a header")
        }
        let body = body(fields, scope)
        guard let methodValue = fields["method"], let pathValue = fields["path"],
            let method = methodValue.text("a method such as GET").flatMap(methodValue.method),
            let path = pathValue.text("a path such as /tools"),
            let target = pathValue.target(path, scope)
        else { return nil }
        return RequestTemplate(method: method, target: target, headers: headers, body: body)
    }

    /// RFC 9110, section 9.3, and RFC 5789.
    private static let methods = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT",
    ]

    private func method(_ text: String) -> String? {
        if Self.methods.contains(text) { return text }
        let near = Suggestion.question(text.uppercased(), among: Self.methods)
        report("\"\(text)\" is no method" + (near.isEmpty ? ": write GET, POST, …" : near))
        return nil
    }

    private func target(_ text: String, _ scope: ReadingScope) -> String? {
        check(text, scope)
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            report(
                "the path \"\(text)\" holds a blank, or a character that has no place in a request "
                    + "line: percent-encode it, as in %20, or use ${name:path}")
            return nil
        }
        guard text.hasPrefix("/") || text.hasPrefix("${") || text == "*" else {
            report("the path \"\(text)\" does not start with a slash: write /\(text)")
            return nil
        }
        return text
    }

    private func body(_ fields: Fields, _ scope: ReadingScope) -> RequestTemplate.Body {
        let kinds = ["json", "text", "form"].filter { fields[$0] != nil }
        if kinds.count > 1 {
            fields.key(kinds[1])?.report(
                "a request has one body, here are \(kinds.joined(separator: " and ")): keep one")
        }
        if let json = fields["json"] { return .json(json.json(scope)) }
        if let text = fields["text"] {
            let body = text.anyText("the body as text") ?? ""
            text.check(body, scope)
            return .text(body)
        }
        return fields["form"].map { .form($0.requestFields("field", scope)) } ?? .none
    }

    /// Names with a value each, or with a list of values for a name that repeats.
    private func requestFields(
        _ what: String, _ scope: ReadingScope
    ) -> [RequestTemplate.Field] {
        members("a mapping from \(what) to value").flatMap { member in
            let values =
                member.value.isList ? member.value.list("a list of values") : [member.value]
            return values.compactMap { value -> RequestTemplate.Field? in
                guard let text = value.anyText("the \(what)'s value as text") else { return nil }
                value.check(text, scope)
                if text.contains(where: \.isNewline), what == "header" {
                    value.report("a header's value cannot hold a line break")
                }
                return RequestTemplate.Field(name: member.name, value: text)
            }
        }
    }
}

extension String {
    /// Whether this can be the name of a header field (RFC 9110, section 5.6.2).
    var isToken: Bool {
        !isEmpty
            && allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0))
            }
    }
}
