import Yams

/// Reads what an observed value must be.
struct PredicateReader {
    /// What kind of value is observed, which decides what a bare value means.
    enum Subject {
        /// A number; a list means one of these, `4xx` a class.
        case status
        /// Text; a number in the file is taken as the text that it is written with.
        case text
        case anything
    }

    let subject: Subject
    let scope: ReadingScope

    /// The names of all predicates, as the file writes them.
    static let names = Predicate.names

    /// The predicate that `value` writes: a mapping of predicates, or a bare value to equal.
    func predicate(_ value: YAMLValue) -> Predicate? {
        guard value.isMapping else { return bare(value) }
        let members = value.members("a mapping")
        let unknown = members.filter { !Self.names.contains($0.name) }
        if !members.isEmpty, unknown.isEmpty { return all(members) }
        let slips = unknown.filter { isSlip($0, in: members) }
        for slip in slips {
            let question = Suggestion.question(slip.name, among: Self.names)
            slip.key.report(
                "unknown predicate \"\(slip.name)\""
                    + (question.isEmpty
                        ? "; known are: \(Self.names.joined(separator: ", "))" : question)
                    + (canBeObject ? " (a mapping to equal as it is: write it below \"==\")" : ""))
        }
        return slips.isEmpty ? .equals(value.json(scope)) : nil
    }

    private var canBeObject: Bool {
        if case .anything = subject { true } else { false }
    }

    /// Whether a member that is no predicate was probably meant as one.
    private func isSlip(_ member: YAMLValue.Member, in members: [YAMLValue.Member]) -> Bool {
        guard canBeObject else { return true }
        return members.allSatisfy { other in
            let near = Suggestion.nearest(to: other.name, among: Self.names)
            return near != nil && near?.first == other.name.first && other.name.count >= 4
                || Self.names.contains(other.name)
                || other.name.wholeMatch(of: /is[A-Z][A-Za-z]*/) != nil
        }
    }

    private func all(_ members: [YAMLValue.Member]) -> Predicate? {
        let predicates = members.compactMap { one($0.name, $0.value) }
        guard predicates.count == members.count else { return nil }
        return predicates.count == 1 ? predicates[0] : .all(predicates)
    }

    private func bare(_ value: YAMLValue) -> Predicate? {
        switch subject {
        case .status: status(value)
        case .text: text(value).map { .equals(.string($0)) }
        case .anything: .equals(value.json(scope))
        }
    }

    private func text(_ value: YAMLValue) -> String? {
        guard let text = value.anyText("a text, or a predicate") else { return nil }
        value.check(text, scope)
        return text
    }

    private func status(_ value: YAMLValue) -> Predicate? {
        let what = "a status from 100 to 599, a class such as 4xx, a list, or a predicate"
        if value.isList {
            let codes = value.list(what).compactMap { $0.integer("a status", in: 100...599) }
            return codes.isEmpty ? value.expected(what) : .oneOf(.array(codes.map { .int($0) }))
        }
        if value.isVariable { return .equals(value.json(scope)) }
        if case .scalar(let scalar) = value.node, let first = scalar.string.first?.wholeNumberValue,
            (1...5).contains(first), scalar.string.dropFirst() == "xx"
        {
            return .all([
                .compares(.atLeast, .int(first * 100)), .compares(.less, .int(first * 100 + 100)),
            ])
        }
        return value.integer(what, in: 100...599).map { .equals(.int($0)) }
    }

    private func one(_ name: String, _ value: YAMLValue) -> Predicate? {
        if let kind = Predicate.Kind(rawValue: name) {
            return value.flag().map { .isKind(kind, $0) }
        }
        if let comparison = Predicate.Comparison(rawValue: name) {
            return number(value).map { .compares(comparison, $0) }
        }
        switch name {
        case "startsWith": return value.template("a text", scope).map { .startsWith($0) }
        case "endsWith": return value.template("a text", scope).map { .endsWith($0) }
        case "matches": return matches(value)
        case "exists": return value.flag().map { .exists($0) }
        case "isEmpty": return value.flag().map { .isEmpty($0) }
        case "oneOf": return list(value).map { .oneOf($0) }
        case "sameItems": return list(value).map { .sameItems($0) }
        case "includes": return .includes(value.json(scope))
        case "mentions": return .mentions(value.json(scope))
        case "showsEscaped": return value.template("a text", scope).map { .showsEscaped($0) }
        case "about": return number(value).map { .about($0) }
        case "not": return predicate(value).map { .not($0) }
        case "anyOf": return alternatives(value).map { .anyOf($0) }
        case "==", "!=", "contains": return comparison(name, value)
        default: return ofElements(name, value)
        }
    }

    /// A regular expression, alone or with what it means.
    private func matches(_ value: YAMLValue) -> Predicate? {
        guard value.isMapping else { return value.pattern(scope).map { .matches($0) } }
        let names = ["pattern", "meaning"]
        guard let fields = value.fields("a regular expression", known: names, required: names),
            let pattern = fields["pattern"]?.pattern(scope),
            let meaning = fields["meaning"]?.template("what the pattern means, in words", scope)
        else { return nil }
        return .matches(pattern, meaning: meaning)
    }

    /// What is asked of a list, or of a number that is made from one.
    private func ofElements(_ name: String, _ value: YAMLValue) -> Predicate? {
        let anything = PredicateReader(subject: .anything, scope: scope)
        return switch name {
        case "count": count(value).map { .count($0) }
        case "distinct": count(value).map { .distinct($0) }
        case "sum": count(value).map { .sum($0) }
        case "tokens": anything.predicate(value).map { .tokens($0) }
        case "every": anything.predicate(value).map { .every($0) }
        case "some": anything.predicate(value).map { .some($0) }
        default: nil
        }
    }

    private func alternatives(_ value: YAMLValue) -> [Predicate]? {
        let what = "a list of at least two predicates or values"
        guard value.isList, value.list(what).count >= 2 else { return value.expected(what) }
        return value.list(what).compactMap(predicate)
    }

    private func comparison(_ name: String, _ value: YAMLValue) -> Predicate? {
        guard let json = literal(value) else { return nil }
        return switch name {
        case "==": .equals(json)
        case "!=": .differs(json)
        default: .contains(json)
        }
    }

    /// A value to equal: text where text is observed.
    private func literal(_ value: YAMLValue) -> JSON? {
        guard case .text = subject else { return value.json(scope) }
        return text(value).map { .string($0) }
    }

    /// A list, or a variable that holds one.
    private func list(_ value: YAMLValue) -> JSON? {
        if value.isVariable { return value.json(scope) }
        guard value.isList else { return value.expected("a list") }
        return .array(value.list("a list").compactMap(literal))
    }

    private func number(_ value: YAMLValue) -> JSON? {
        let json = value.json(scope)
        if json.number != nil || value.isVariable { return json }
        return value.expected("a number, or a variable such as \"${n}\"")
    }

    private func count(_ value: YAMLValue) -> Predicate? {
        let reader = PredicateReader(subject: .anything, scope: scope)
        if value.isMapping { return reader.predicate(value) }
        return number(value).map { .equals($0) }
    }
}

extension YAMLValue {
    /// Whether this is a text such as `${n}`, which may become any kind of value.
    var isVariable: Bool {
        guard case .scalar(let scalar) = node else { return false }
        return scalar.string.hasPrefix("${") && scalar.string.hasSuffix("}")
    }

    /// A regular expression whose references are known.
    func pattern(_ scope: ReadingScope) -> String? {
        guard let text = template("a regular expression", scope) else { return nil }
        let known = scope.known.reduce(into: [:]) { $0[$1] = JSON.string("x") }
        do {
            _ = try Regex(text.filledWhereKnown(with: known))
            return text
        } catch {
            report("this is no regular expression, \(error): \(text)")
            return nil
        }
    }
}
