extension YAMLValue {
    /// What is done to the app: `restart`, or a mapping with more.
    func appOrder(_ scope: ReadingScope) -> AppOrder? {
        guard isMapping else {
            return word("thing to do with the app", of: AppOrder.Verb.self).map { AppOrder($0) }
        }
        guard
            let fields = fields(
                "the order", known: ["do", "copy", "env", "threads"], required: ["do"]),
            let verb = fields["do"]?.word("thing to do with the app", of: AppOrder.Verb.self)
        else { return nil }
        return AppOrder(
            verb, copy: fields["copy"]?.integer("a copy's number from 1 to 4", in: 1...4),
            environment: fields["env"]?.environment(scope) ?? [:],
            threads: fields["threads"]?.integer("a whole number from 1 to 64", in: 1...64))
    }

    /// Environment variables by name; a number is taken as the text that it is written with.
    func environment(_ scope: ReadingScope) -> [String: String] {
        members("a mapping from name to value").reduce(into: [:]) { variables, member in
            guard let text = member.value.anyText("the variable's value") else { return }
            member.value.check(text, scope)
            variables[member.name] = text
        }
    }

    /// Bodies made by rules, and what must become of them.
    func property(_ reader: ExpectationReader) -> Property? {
        let keys = ["request", "trials", "fields", "accept", "refuse"]
        guard
            let fields = fields(
                "the property", known: keys, required: ["request", "fields", "accept", "refuse"]),
            let request = fields["request"]?.request(reader.scope.adding(["body"])),
            let members = fields["fields"]?.members("a mapping from member to its values")
        else { return nil }
        let inner = ExpectationReader(
            scope: reader.scope.adding(["body", "bad"]), tracks: reader.tracks,
            checks: reader.checks)
        return Property(
            request: request,
            trials: fields["trials"]?.integer("a number from 1 to 1000", in: 1...1_000) ?? 60,
            fields: members.compactMap(\.propertyField),
            accepts: fields["accept"].map(inner.expectations) ?? [],
            refuses: fields["refuse"].map(inner.expectations) ?? [])
    }

    /// Where values of a field come from.
    fileprivate func sources() -> [Property.Source] {
        list("a list of values").compactMap { element in
            if element.isMapping {
                let members = element.members("")
                if members.map(\.name) == ["value"] {
                    return .value(members[0].value.json(ReadingScope()))
                }
                return ExerciseReader.variable(element).map { .drawn($0) }
            }
            let json = element.json(ReadingScope())
            if json == "absent" { return .absent }
            return ExerciseReader.WordKind(rawValue: json.string ?? "") == nil
                ? .value(json) : ExerciseReader.variable(element).map { .drawn($0) }
        }
    }

    /// An app's OpenAPI document and what else is known of the app.
    func contract(_ scope: ReadingScope) -> Contract? {
        guard
            let fields = fields(
                "the contract", known: ["document", "operations", "parameters", "as"],
                required: ["operations"])
        else { return nil }
        let operations =
            fields["operations"]?.list("a list of operations, such as [GET /tools]") ?? []
        let document = fields["document"].flatMap { $0.request(scope) }
        return Contract(
            document: document ?? RequestTemplate(method: "GET", target: "/openapi.json"),
            operations: operations.compactMap { element in
                element.request(ReadingScope()).map { "\($0.method) \($0.target)" }
            },
            parameters: fields["parameters"]?.members("a mapping from name to value")
                .reduce(into: [:]) { $0[$1.name] = $1.value.json(scope) } ?? [:],
            user: fields["as"]?.user(scope))
    }

    /// The apps that the learner's own checks are run against.
    func examination() -> Examination? {
        guard
            let fields = fields(
                "the examination", known: ["good", "bad"], required: ["good", "bad"]),
            let good = fields["good"]?.text("the name of a file in servers/"),
            let bad = fields["bad"]?.list("a list of names of files in servers/")
        else { return nil }
        return Examination(good: good, bad: bad.compactMap { $0.text("a file's name") })
    }

    // MARK: WebSockets

    /// Clients and what they do in turn.
    func webSocketScript(_ scope: ReadingScope, _ tracks: [Track]) -> WebSocketScript? {
        guard
            let fields = fields(
                "the websocket", known: ["clients", "script"], required: ["clients", "script"])
        else { return nil }
        let clients = fields["clients"]?.members("a mapping from name to path").compactMap {
            member in
            member.value.handshake(scope).map {
                WebSocketScript.Client(name: member.name, request: $0)
            }
        }
        let names = clients?.map(\.name) ?? []
        let lines = fields["script"]?.list("a list of lines such as { ann: { send: hello } }")
            .compactMap { $0.scriptLine(scope, tracks, clients: names) }
        return WebSocketScript(clients: clients ?? [], lines: lines ?? [])
    }

    /// A path, or a request whose method is GET.
    private func handshake(_ scope: ReadingScope) -> RequestTemplate? {
        if isMapping { return request(scope) }
        guard let path = template("a path such as /ws/tools", scope) else { return nil }
        guard path.hasPrefix("/") else { return expected("a path that starts with a slash") }
        return RequestTemplate(method: "GET", target: path)
    }

    private func scriptLine(
        _ scope: ReadingScope, _ tracks: [Track], clients: [String]
    ) -> WebSocketScript.Line? {
        let what = "a client and what it does, such as { ann: { send: hello } }"
        let line = members(what)
        guard line.count == 1, let (client, deed) = line.first.map({ ($0.name, $0.value) }) else {
            return isMapping ? expected(what) : nil
        }
        if !clients.contains(client) {
            line[0].key.report(
                "no client is called \"\(client)\""
                    + Suggestion.question(client, among: clients))
        }
        let times = deed.isMapping ? deed.members("").first { $0.name == "times" }?.value : nil
        return deed.deed(scope, tracks).map {
            WebSocketScript.Line(
                client: client, deed: $0,
                times: times?.integer("a number from 1 to 1000", in: 1...1_000) ?? 1,
                position: position)
        }
    }

    private func deed(_ scope: ReadingScope, _ tracks: [Track]) -> WebSocketScript.Deed? {
        let words = ["connect", "drop", "close", "closed", "stop_reading"]
        if !isMapping {
            switch text("connect, drop, close, closed, stop_reading, or a mapping") {
            case "connect": return .connect
            case "drop": return .drop
            case "stop_reading": return .stopReading
            case "close": return .close(1_000)
            case "closed": return .closed(ByTrack(common: .exists(true)))
            case let other?:
                report("unknown deed \"\(other)\"" + Suggestion.question(other, among: words))
                return nil
            case nil: return nil
            }
        }
        let keys = ["send", "receive", "close", "closed"]
        guard let fields = fields("the deed", known: keys + ["times"]) else { return nil }
        let deeds = fields.members.filter { keys.contains($0.name) }
        guard deeds.count == 1, let member = deeds.first else {
            return expected("one of \(keys.joined(separator: ", "))")
        }
        let reader = PredicateReader(subject: .anything, scope: scope)
        switch member.name {
        case "send": return .send(member.value.json(scope))
        case "receive": return .receive(member.value.byTrack(needed: tracks, reader.predicate))
        case "closed": return .closed(member.value.byTrack(needed: tracks, reader.predicate))
        default:
            return member.value.integer("a close code, 1000 to 4999", in: 1_000...4_999)
                .map { .close($0) }
        }
    }
}

extension YAMLValue.Member {
    /// A field of a property: its good and its bad values.
    fileprivate var propertyField: Property.Field? {
        guard
            let fields = value.fields(
                "the field", known: ["good", "bad"], required: ["good"])
        else { return nil }
        let good = fields["good"]?.sources() ?? []
        if good.isEmpty { value.report("a field needs at least one good value") }
        return Property.Field(name: name, good: good, bad: fields["bad"]?.sources() ?? [])
    }
}
