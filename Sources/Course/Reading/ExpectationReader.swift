extension ObservationPath {
    /// What a path may begin with (see `ObservationPath`).
    static let roots = [
        "status", "reason", "headers", "cookies", "body", "text", "length", "complete", "answer",
        "hops",
        "request", "step", "attempts", "statuses", "answers", "background", "held", "host",
        "upstream", "seen", "ticketsTrue", "log", "stdout", "stderr", "traceback", "handler",
        "stall", "checks", "events", "lines", "pages", "streams", "websocket", "time", "gaps",
        "files", "start", "exit", "trial", "contract", "kills", "survivors", "crash",
    ]
}

/// Reads mappings of observation paths to what must be found there.
struct ExpectationReader {
    let scope: ReadingScope
    /// The tracks for which every expectation must say something.
    let tracks: [Track]
    /// Checks that `$.checks` may name; nil where not all of them could be read.
    let checks: [String]?

    static let shortKeys = ["status", "headers", "json", "includes", "text", "anyOf"]

    func expectations(_ value: YAMLValue) -> [Expectation] {
        value.members("a mapping such as { status: 200 }").flatMap(expectations)
    }

    private func expectations(_ member: YAMLValue.Member) -> [Expectation] {
        let body = ObservationPath([.member("body")])
        switch member.name {
        case "status": return [expectation([.member("status")], member, .status)]
        case "text": return [expectation([.member("text")], member, .text)]
        case "headers": return headers(member.value)
        case "json":
            return [literal(body, member) { .equals($0.json(scope)) }]
        case "includes":
            return [literal(body, member) { .includes($0.json(scope)) }]
        case "anyOf": return alternatives(member)
        default: return path(member).map { [$0] } ?? []
        }
    }

    private func alternatives(_ member: YAMLValue.Member) -> [Expectation] {
        let what = "a list of at least two mappings such as { status: 200 }"
        let groups = member.value.list(what)
        if member.value.isList, groups.count < 2 { member.value.report("expected \(what)") }
        return [
            Expectation(anyOf: groups.map(expectations), position: member.key.position)
        ]
    }

    private func headers(_ value: YAMLValue) -> [Expectation] {
        value.members("a mapping from header to value").map { member in
            expectation([.member("headers"), .member(member.name.lowercased())], member, .text)
        }
    }

    private func expectation(
        _ components: [ObservationPath.Component], _ member: YAMLValue.Member,
        _ subject: PredicateReader.Subject
    ) -> Expectation {
        let reader = PredicateReader(subject: subject, scope: scope)
        return literal(ObservationPath(components), member) { reader.predicate($0) }
    }

    private func literal(
        _ path: ObservationPath, _ member: YAMLValue.Member, _ read: (YAMLValue) -> Predicate?
    ) -> Expectation {
        Expectation(
            path: path, predicate: member.value.byTrack(needed: tracks, read),
            position: member.key.position)
    }

    private func path(_ member: YAMLValue.Member) -> Expectation? {
        guard let path = member.key.observationPath(checks: checks) else { return nil }
        return expectation(path.components, member, path.subject)
    }
}

extension ObservationPath {
    /// What is known of the values at this path.
    var subject: PredicateReader.Subject {
        switch components.first {
        case .member("status") where components.count == 1: .status
        case .member("text") where components.count == 1: .text
        case .member("log") where components.count == 1: .text
        case .member("headers") where components.count == 2:
            // The one header that is a list.
            components[1] == .member("set-cookie") ? .anything : .text
        default: .anything
        }
    }
}

extension YAMLValue {
    /// A path into what was observed, that begins with something that is; with nil for `checks`
    /// it may name any check.
    func observationPath(checks: [String]?) -> ObservationPath? {
        guard let text = text("a path such as $.body.id") else { return nil }
        let roots = ObservationPath.roots
        guard text.hasPrefix("$") else {
            let question = Suggestion.question(text, among: ExpectationReader.shortKeys)
            report(
                "unknown key \"\(text)\""
                    + (question.isEmpty
                        ? "; known are: \(ExpectationReader.shortKeys.joined(separator: ", ")), "
                            + "and paths such as $.body.id" : question))
            return nil
        }
        guard let path = ObservationPath(text), let first = path.components.first else {
            return expected("a path such as $.body.items[0].id")
        }
        if text.contains("${") {
            report("a path is not filled in: \"\(text)\" looks for this very text")
        } else if case .member(let root) = first, !roots.contains(root) {
            let question = Suggestion.question(root, among: roots)
            report(
                "nothing called \"\(root)\" is observed"
                    + (question.isEmpty
                        ? "; known are: \(roots.joined(separator: ", "))" : question))
        }
        if path.components.count >= 2, path.components[0] == .member("checks"),
            case .member(let id) = path.components[1], let checks, !checks.contains(id)
        {
            let question = Suggestion.question(id, among: checks)
            report("no earlier check is called \"\(id)\"\(question)")
        }
        return path
    }
}
