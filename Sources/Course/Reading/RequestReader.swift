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

    static let requestKeys = [
        "method", "path", "query", "headers", "basic", "as", "follow", "copy", "json", "text",
        "form", "bytes",
    ]

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
        let query = fields["query"].map { $0.query(scope, after: target) } ?? ""
        var request = RequestTemplate(
            method: method, target: target + query, headers: headers, body: body)
        request.omittedHeaders = fields["headers"]?.omitted ?? []
        request.basic = fields["basic"]?.template("user:password", scope)
        request.user = fields["as"]?.user(scope)
        request.maxRedirects = fields["follow"]?.integer("a number from 1 to 20", in: 1...20) ?? 0
        request.copy = fields["copy"]?.integer("a copy's number from 1 to 4", in: 1...4) ?? 1
        return request
    }

    /// The name of a user, or a place to fill one in.
    func user(_ scope: ReadingScope) -> String? {
        guard let name = template("a user's name", scope) else { return nil }
        if !name.contains("${"), !scope.users.contains(name) {
            let question = Suggestion.question(name, among: scope.users.sorted())
            report(
                "nobody is called \"\(name)\""
                    + (question.isEmpty ? ": list them under users in exercise.yaml" : question))
        }
        return name
    }

    /// Names of headers, in lower case, whose value is null: they are not sent.
    private var omitted: Set<String> {
        Set(members("a mapping").filter { $0.value.isNothing }.map { $0.name.lowercased() })
    }

    /// The query that a mapping writes, percent-encoded, with `?` or `&` before it.
    private func query(_ scope: ReadingScope, after target: String) -> String {
        let pairs = requestFields("parameter", scope).map { field in
            field.name.percentEncodedPathSegment + "=" + field.value.templateForPath
        }
        guard !pairs.isEmpty else { return "" }
        return (target.contains("?") ? "&" : "?") + pairs.joined(separator: "&")
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
        let kinds = ["json", "text", "form", "bytes"].filter { fields[$0] != nil }
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
        if let bytes = fields["bytes"] { return bytes.hexadecimal().map { .bytes($0) } ?? .none }
        return fields["form"].map { .form($0.requestFields("field", scope)) } ?? .none
    }

    /// Bytes as hexadecimal digits, with blanks wherever they help.
    private func hexadecimal() -> [UInt8]? {
        let what = "bytes as hexadecimal digits, such as \"ff fe 00\""
        guard let text = anyText(what) else { return nil }
        let digits = text.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
        guard digits.count == text.count(where: { !$0.isWhitespace }), digits.count % 2 == 0 else {
            return expected(what)
        }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }

    /// Names with a value each, or with a list of values for a name that repeats.
    func requestFields(
        _ what: String, _ scope: ReadingScope
    ) -> [RequestTemplate.Field] {
        members("a mapping from \(what) to value").flatMap { member -> [RequestTemplate.Field] in
            if what == "header", member.value.isNothing { return [] }
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
    /// The text for a query: what is written is percent-encoded, and what is filled in will be.
    fileprivate var templateForPath: String {
        // What is no template has been reported already.
        guard let template = try? Template(self) else { return self }
        return template.pieces.map { piece in
            switch piece {
            case .text(let text): text.percentEncodedPathSegment
            case .reference(let reference):
                reference.form == nil
                    ? "\(reference.description.dropLast()):path}" : reference.description
            }
        }.joined()
    }

    /// Whether this can be the name of a header field (RFC 9110, section 5.6.2).
    var isToken: Bool {
        !isEmpty
            && allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0))
            }
    }
}
