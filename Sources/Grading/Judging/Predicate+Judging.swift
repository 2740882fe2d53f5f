import Course

extension Predicate {
    /// Where `actual`, found at `path`, does not meet this; nothing when it does.
    func differences(from actual: JSON?, at path: ObservationPath) -> [Difference] {
        switch self {
        case .equals(let value): value.differences(from: actual, at: path)
        case .all(let predicates): predicates.flatMap { $0.differences(from: actual, at: path) }
        case .includes(.object(let members)):
            if case .object(let found) = actual {
                members.sorted { $0.key < $1.key }.flatMap {
                    Predicate.includes($0.value).differences(
                        from: found[$0.key], at: path.appending(.member($0.key)))
                }
            } else {
                [Difference(path: path, expected: written, actual: actual)]
            }
        case .every(let predicate):
            if case .array(let elements)? = actual, !elements.isEmpty {
                elements.enumerated().flatMap { index, element in
                    predicate.differences(from: element, at: path.appending(.index(index)))
                }
            } else {
                [Difference(path: path, expected: written, actual: actual)]
            }
        case .not(.mentions(let value)):
            (actual?.places(mentioning: value.plainText, at: path) ?? []).map {
                Difference(path: $0.path, expected: written, actual: $0.value)
            }
        default:
            holds(for: actual) ? [] : [Difference(path: path, expected: written, actual: actual)]
        }
    }

    /// Whether it asks only if something is there.
    var asksForExistence: Bool {
        switch self {
        case .exists: true
        case .not(let predicate): predicate.asksForExistence
        default: false
        }
    }

    /// Whether `actual` meets this; nil stands for a value that is not there.
    func holds(for actual: JSON?) -> Bool {
        guard let actual else { return holdsForNothing }
        return switch self {
        case .equals(let value): value == actual
        case .differs(let value): value != actual
        case .compares(let comparison, let bound): comparison.holds(actual, bound)
        case .startsWith(let text): actual.string?.hasPrefix(text) ?? false
        case .endsWith(let text): actual.string?.hasSuffix(text) ?? false
        case .contains(let part): actual.contains(part)
        case .matches(let pattern, _): actual.string.map { $0.matches(pattern: pattern) } ?? false
        case .exists(let wanted): wanted
        case .isKind(let kind, let wanted): kind.holds(actual) == wanted
        case .isEmpty(let wanted): (actual.count == 0) == wanted
        case .oneOf(let values): values.elements?.contains(actual) ?? false
        case .includes(let part): actual.includes(part)
        case .sameItems(let items): actual.hasSameItems(items.elements ?? [])
        case .count(let predicate): predicate.holds(for: actual.count.map { .int($0) })
        case .distinct(let predicate):
            predicate.holds(for: actual.elements.map { .int(Set($0).count) })
        case .sum(let predicate): predicate.holds(for: actual.sum)
        case .tokens(let predicate): predicate.holds(for: actual.string.map(\.tokens))
        case .every(let predicate):
            actual.elements.map { !$0.isEmpty && $0.allSatisfy(predicate.holds) } ?? false
        case .some(let predicate): actual.elements?.contains(where: predicate.holds) ?? false
        case .about(let value, let slack): actual.isAbout(value, slack: slack)
        case .mentions(let value): actual.mentions(value.plainText)
        case .showsEscaped(let text): actual.string?.showsEscaped(text) ?? false
        case .anyOf(let predicates): predicates.contains { $0.holds(for: actual) }
        case .not(let predicate): !predicate.holds(for: actual)
        case .all(let predicates): predicates.allSatisfy { $0.holds(for: actual) }
        }
    }

    private var holdsForNothing: Bool {
        switch self {
        case .exists(let wanted): !wanted
        case .not(let predicate): !predicate.holds(for: nil)
        case .all(let predicates): predicates.allSatisfy { $0.holds(for: nil) }
        case .anyOf(let predicates): predicates.contains { $0.holds(for: nil) }
        default: false
        }
    }
}

extension Predicate {
    /// The predicate as an exercise writes it, for findings: a bare value for equality.
    var written: JSON {
        switch self {
        case .equals(let value): value
        case .differs(let value): ["!=": value]
        case .compares(let comparison, let bound): [comparison.rawValue: bound]
        case .startsWith(let text): ["startsWith": .string(text)]
        case .endsWith(let text): ["endsWith": .string(text)]
        case .contains(let part): ["contains": part]
        case .matches(let pattern, nil): ["matches": .string(pattern)]
        case .matches(let pattern, let meaning?):
            ["matches": ["pattern": .string(pattern), "meaning": .string(meaning)]]
        case .exists(let wanted): ["exists": .bool(wanted)]
        case .isKind(let kind, let wanted): .object([kind.rawValue: .bool(wanted)])
        case .isEmpty(let wanted): ["isEmpty": .bool(wanted)]
        case .oneOf(let values): ["oneOf": values]
        case .includes(let part): ["includes": part]
        case .sameItems(let items): ["sameItems": items]
        case .count(let predicate): ["count": predicate.written]
        case .distinct(let predicate): ["distinct": predicate.written]
        case .sum(let predicate): ["sum": predicate.written]
        case .tokens(let predicate): ["tokens": predicate.written]
        case .every(let predicate): ["every": predicate.written]
        case .some(let predicate): ["some": predicate.written]
        case .about(let value, _): ["about": value]
        case .mentions(let value): ["mentions": value]
        case .showsEscaped(let text): ["showsEscaped": .string(text)]
        case .anyOf(let predicates): ["anyOf": .array(predicates.map(\.written))]
        case .not(let predicate): ["not": predicate.written]
        case .all(let predicates): .array(predicates.map(\.written))
        }
    }
}

extension Predicate.Comparison {
    fileprivate func holds(_ value: JSON, _ bound: JSON) -> Bool {
        guard let value = value.number, let bound = bound.number else { return false }
        return switch self {
        case .greater: value > bound
        case .atLeast: value >= bound
        case .less: value < bound
        case .atMost: value <= bound
        }
    }
}

extension Predicate.Kind {
    fileprivate func holds(_ value: JSON) -> Bool {
        switch (self, value) {
        case (.isBoolean, .bool), (.isInteger, .int), (.isFloat, .double), (.isNumber, .int),
            (.isNumber, .double), (.isString, .string), (.isList, .array), (.isObject, .object):
            true
        default: false
        }
    }
}

extension JSON {
    /// The sum of an array of numbers; nil for anything else.
    fileprivate var sum: JSON? {
        guard let elements else { return nil }
        let whole = elements.compactMap { if case .int(let number) = $0 { number } else { nil } }
        if whole.count == elements.count { return .int(whole.reduce(0, &+)) }
        let numbers = elements.compactMap(\.number)
        return numbers.count == elements.count ? .double(numbers.reduce(0, +)) : nil
    }

    fileprivate func isAbout(_ value: JSON, slack: Double) -> Bool {
        guard let number, let wanted = value.number else { return false }
        return number >= wanted / 2 && number <= wanted * 2 + slack
    }

    fileprivate func mentions(_ text: String) -> Bool {
        !places(mentioning: text, at: ObservationPath([])).isEmpty
    }

    /// The innermost places that hold `text`, in the order of paths.
    fileprivate func places(
        mentioning text: String, at path: ObservationPath
    ) -> [(path: ObservationPath, value: JSON)] {
        switch self {
        case .array(let elements):
            elements.enumerated().flatMap { index, element in
                element.places(mentioning: text, at: path.appending(.index(index)))
            }
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { name, value in
                let inner = path.appending(.member(name))
                return name.contains(text)
                    ? [(inner, value)] : value.places(mentioning: text, at: inner)
            }
        case .null, .bool, .int, .double, .string:
            plainText.contains(text) ? [(path, self)] : []
        }
    }

    fileprivate var count: Int? {
        switch self {
        case .string(let text): text.count
        case .array(let elements): elements.count
        case .object(let members): members.count
        default: nil
        }
    }

    fileprivate func contains(_ part: JSON) -> Bool {
        switch (self, part) {
        case (.string(let text), .string(let part)): part.isEmpty || text.contains(part)
        case (.array(let elements), _): elements.contains(part)
        default: false
        }
    }

    fileprivate func hasSameItems(_ items: [JSON]) -> Bool {
        guard case .array(var rest) = self, rest.count == items.count else { return false }
        for item in items {
            guard let index = rest.firstIndex(of: item) else { return false }
            rest.remove(at: index)
        }
        return true
    }
}

extension String {
    /// The elements of a list in a header field, without the blanks and tabs around them; empty
    /// ones do not count (RFC 9110, section 5.6.1).
    fileprivate var tokens: JSON {
        .array(
            split(separator: ",")
                .map { $0.split { $0 == " " || $0 == "\t" }.joined(separator: " ") }
                .filter { !$0.isEmpty }.map { .string($0) })
    }

    /// Whether `text` stands here as HTML shows it: markup characters as references, quotes either
    /// way.
    fileprivate func showsEscaped(_ text: String) -> Bool {
        let pattern = text.map { character in
            switch character {
            case "&": "&(amp|#0*38|#[xX]0*26);"
            case "<": "&(lt|#0*60|#[xX]0*3[cC]);"
            case ">": "&(gt|#0*62|#[xX]0*3[eE]);"
            case "\"": "(\"|&(quot|#0*34|#[xX]0*22);)"
            case "'": "('|&(apos|#0*39|#[xX]0*27);)"
            default: String(character).escapedPattern
            }
        }
        return matches(pattern: pattern.joined())
    }

    /// Whether the regular expression `pattern` is found in the text.
    ///
    /// The reader of the course has refused patterns that are none, so one that does not compile
    /// here matches nothing.
    func matches(pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return firstMatch(of: regex) != nil
    }
}
