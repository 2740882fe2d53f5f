/// Reads what a check does: one step of it, or a check that is a step itself.
struct StepReader {
    /// The tracks for which every expectation must say something.
    let tracks: [Track]
    /// Checks that `$.checks` may name; nil where not all of them could be read.
    let checks: [String]?
    /// The exercise's variables, which no capture may hide.
    let variables: Set<String>

    /// What a step does: one of these.
    static let actions = [
        "request", "requests", "observe", "end_streams", "app", "websocket", "property", "contract",
        "examine",
    ]
    /// How requests are sent, and what is made of the answers.
    static let sendingKeys = ["burst", "background", "walk", "stream"]
    static let keys =
        actions + sendingKeys + ["for_each", "retry", "expect", "each", "capture"]

    /// The step that `fields` write; captures are added to `scope`.
    func step(
        _ value: YAMLValue, _ fields: YAMLValue.Fields, _ scope: inout ReadingScope
    ) -> Step? {
        let rows = fields["for_each"].map { [scope] in self.rows($0, scope) } ?? []
        var inner = scope.adding(rows.first?.keys.sorted() ?? [])
        if fields["burst"] != nil || fields["requests"] != nil { inner.known.insert("index") }
        guard let action = action(value, fields, inner) else { return nil }
        if case .property = action { inner.known.formUnion(["body", "bad"]) }
        let captures = fields["capture"].map(self.captures) ?? [:]
        // What the answer itself says can be looked for elsewhere in it, in the log for one.
        scope.known.formUnion(captures.keys)
        inner.known.formUnion(captures.keys)
        let each = fields["each"].map(reader(inner).expectations) ?? []
        if fields["burst"] == nil, fields["requests"] == nil, let key = fields.key("each") {
            key.report("\"each\" is for the answers of a burst: write expect, or add burst")
        }
        inner.known.remove("index")
        return Step(
            action, rows: rows,
            attempts: fields["retry"]?.integer("a number from 1 to 1000", in: 1...1_000) ?? 1,
            expectations: fields["expect"].map(reader(inner).expectations) ?? [], each: each,
            captures: captures)
    }

    private func reader(_ scope: ReadingScope) -> ExpectationReader {
        ExpectationReader(scope: scope, tracks: tracks, checks: checks)
    }

    private func action(
        _ value: YAMLValue, _ fields: YAMLValue.Fields, _ scope: ReadingScope
    ) -> Step.Action? {
        let present = Self.actions.filter { fields[$0] != nil }
        guard let name = present.first, let inner = fields[name] else {
            value.report(
                "nothing is done here yet: add request, or another of "
                    + Self.actions.dropFirst().joined(separator: ", "))
            return nil
        }
        if present.count > 1 {
            fields.key(present[1])?.report(
                "a step does one thing, here are \(present.joined(separator: " and ")): "
                    + "keep one, or make two steps")
        }
        if name != "request", name != "requests" {
            for key in Self.sendingKeys where fields[key] != nil {
                fields.key(key)?.report("\"\(key)\" goes with a request, not with \(name)")
            }
        }
        return action(name, inner, fields, scope)
    }

    private func action(
        _ name: String, _ value: YAMLValue, _ fields: YAMLValue.Fields, _ scope: ReadingScope
    ) -> Step.Action? {
        switch name {
        case "observe": return value.flag().map { _ in .look }
        case "end_streams":
            return value.word("way to end a stream", of: StreamEnd.self).map { .endStreams($0) }
        case "app": return value.appOrder(scope).map { .app($0) }
        case "websocket": return value.webSocketScript(scope, tracks).map { .websocket($0) }
        case "property": return value.property(reader(scope)).map { .property($0) }
        case "contract": return value.contract(scope).map { .contract($0) }
        case "examine": return value.examination().map { .examine($0) }
        default: return sending(name, value, fields, scope).map { .send($0) }
        }
    }

    // MARK: Requests

    private func sending(
        _ name: String, _ value: YAMLValue, _ fields: YAMLValue.Fields, _ scope: ReadingScope
    ) -> Sending? {
        let elements = name == "requests" ? value.list("a list of requests") : [value]
        if name == "requests", value.isList, elements.count < 2 {
            value.report("expected at least two requests; for one, write request")
        }
        let requests = elements.compactMap { $0.request(scope) }
        let burst = fields["burst"]?.integer("a whole number from 1 to 500", in: 1...500)
        guard requests.count == elements.count, !requests.isEmpty else { return nil }
        return Sending(
            requests: requests, burst: name == "requests" ? burst ?? 1 : burst,
            background: fields["background"].flatMap { background($0, scope) },
            walk: fields["walk"].flatMap { walk($0, scope) },
            stream: fields["stream"].flatMap(stream))
    }

    private func background(_ value: YAMLValue, _ scope: ReadingScope) -> Background? {
        let keys = ["request", "count"]
        guard let fields = value.fields("background", known: keys, required: keys),
            let request = fields["request"]?.request(scope),
            let count = fields["count"]?.integer("a whole number from 1 to 100", in: 1...100)
        else { return nil }
        return Background(request: request, count: count)
    }

    private func walk(_ value: YAMLValue, _ scope: ReadingScope) -> Walk? {
        guard
            let fields = value.fields(
                "the walk", known: ["next", "request", "max"], required: ["next", "request"]),
            let next = fields["next"]?.observationPath(checks: checks),
            let request = fields["request"]?.request(scope.adding(["next"]))
        else { return nil }
        let most = fields["max"]?.integer("a whole number from 1 to 500", in: 1...500) ?? 100
        return Walk(next: next, request: request, maxPages: most)
    }

    private func stream(_ value: YAMLValue) -> StreamReading? {
        guard let fields = value.fields("the stream", known: ["read", "then"]) else { return nil }
        let count = fields["read"]?.integer("a number of events, 0 to 1000", in: 0...1_000)
        let end = fields["then"]?.word("way to end a stream", of: StreamEnd.self) ?? .close
        if count == nil, end == .keep {
            value.report("a stream that is read to its end cannot be kept: add read")
        }
        return StreamReading(count: count, end: end)
    }

    // MARK: Rows and captures

    /// Rows of a table, or the product of the lists in a mapping.
    private func rows(_ value: YAMLValue, _ scope: ReadingScope) -> [[String: JSON]] {
        if value.isMapping {
            return value.members("").reduce([[:]]) { rows, member in
                name(member)
                let values = member.value.list("a list of values").map { $0.json(scope) }
                return rows.flatMap { row in
                    values.map { row.merging([member.name: $0]) { $1 } }
                }
            }
        }
        let elements = value.list("a list of rows, or a mapping from name to a list of values")
        let rows = elements.map { element in
            element.members("a row such as { who: ann, status: 204 }")
                .reduce(into: [String: JSON]()) { row, member in
                    name(member)
                    row[member.name] = member.value.json(scope)
                }
        }
        if value.isList, rows.isEmpty { value.report("expected at least one row") }
        for (row, element) in zip(rows, elements) where Set(row.keys) != Set(rows[0].keys) {
            element.report(
                "this row has not the names of the first one, "
                    + rows[0].keys.sorted().joined(separator: ", "))
        }
        return rows
    }

    private func name(_ member: YAMLValue.Member) {
        if !Template.isName(member.name) {
            member.key.report(
                "\"\(member.name)\" cannot be a name: use a letter, then letters, digits, - or _")
        } else if variables.contains(member.name) {
            member.key.report("\"\(member.name)\" is a variable already: choose another name")
        }
    }

    private func captures(_ value: YAMLValue) -> [String: ObservationPath] {
        value.members("a mapping from name to path").reduce(into: [:]) { captures, member in
            name(member)
            captures[member.name] = member.value.observationPath(checks: checks)
        }
    }
}
