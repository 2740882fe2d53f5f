import Yams

/// The names that `${name}` may use at one place of an exercise.
struct ReadingScope {
    /// The exercise's variables, and what was captured on every way to this place.
    var known: Set<String>
    /// Names that other checks capture, which are not sure to have run: name to check.
    var elsewhere: [String: String]
    /// Who may send requests.
    var users: Set<String>
    /// Whether all names are known; not where something that may capture more could not be read.
    var isComplete = true

    init(
        known: Set<String> = [], elsewhere: [String: String] = [:], users: Set<String> = []
    ) {
        self.known = known
        self.elsewhere = elsewhere
        self.users = users
    }

    /// The same, with more names.
    func adding(_ names: some Sequence<String>) -> ReadingScope {
        var scope = self
        scope.known.formUnion(names)
        return scope
    }

    /// What is wrong with the references in `text`, in their order.
    func complaints(about text: String) -> [String] {
        do {
            guard isComplete else {
                _ = try Template(text)
                return []
            }
            return try Template(text).names.filter {
                !known.contains($0)
            }
            .map(complaint)
        } catch {
            return ["\(error)"]
        }
    }

    private func complaint(aboutName name: String) -> String {
        if let check = elsewhere[name] {
            return "${\(name)} is captured by \(check), which this check does not need: "
                + "add \(check) to its needs"
        }
        let question = Suggestion.question(name, among: known.sorted())
        let names =
            known.isEmpty
            ? "there are none" : "known are: \(known.sorted().joined(separator: ", "))"
        return "unknown variable ${\(name)}"
            + (question.isEmpty ? "; \(names); add it to vars, or capture it first" : question)
    }
}

extension YAMLValue {
    /// Notes every reference of `text`, which stands here, that `scope` does not know.
    func check(_ text: String, _ scope: ReadingScope) {
        for complaint in scope.complaints(about: text) { report(complaint) }
    }

    /// A text that is not empty and whose references are known.
    func template(_ what: String, _ scope: ReadingScope) -> String? {
        guard let text = text(what) else { return nil }
        check(text, scope)
        return text
    }

    /// Any value as JSON, whose texts' references are known.
    func json(_ scope: ReadingScope) -> JSON {
        switch node {
        case .scalar(let scalar):
            let json = JSON(scalar)
            if case .string(let text) = json {
                check(text, scope)
                if scalar.style == .plain, JSON.doubtfulWords.contains(text.lowercased()) {
                    report(
                        "\"\(text)\" is text to some YAML readers and true or false to others: "
                            + "write true, false, or \"\(text)\" in quotes")
                }
            }
            return json
        case .sequence:
            return .array(list("a list").map { $0.json(scope) })
        case .mapping:
            return .object(object(scope))
        case .alias:
            return expected("a value") ?? .null
        }
    }

    private func object(_ scope: ReadingScope) -> [String: JSON] {
        members("a mapping").reduce(into: [:]) { members, member in
            if member.name.contains("${") {
                member.key.report(
                    "names of members are not filled in: send such a body with text: instead")
            }
            members[member.name] = member.value.json(scope)
        }
    }
}
