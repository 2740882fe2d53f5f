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
        default:
            holds(for: actual) ? [] : [Difference(path: path, expected: written, actual: actual)]
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
        case .matches(let pattern): actual.string.map { $0.matches(pattern: pattern) } ?? false
        case .exists(let wanted): wanted
        case .isKind(let kind, let wanted): kind.holds(actual) == wanted
        case .isEmpty(let wanted): (actual.count == 0) == wanted
        case .oneOf(let values): values.contains(actual)
        case .includes(let part): actual.includes(part)
        case .sameItems(let items): actual.hasSameItems(items)
        case .count(let predicate): predicate.holds(for: actual.count.map { .int($0) })
        case .not(let predicate): !predicate.holds(for: actual)
        case .all(let predicates): predicates.allSatisfy { $0.holds(for: actual) }
        }
    }

    private var holdsForNothing: Bool {
        switch self {
        case .exists(let wanted): !wanted
        case .not(let predicate): !predicate.holds(for: nil)
        case .all(let predicates): predicates.allSatisfy { $0.holds(for: nil) }
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
        case .matches(let pattern): ["matches": .string(pattern)]
        case .exists(let wanted): ["exists": .bool(wanted)]
        case .isKind(let kind, let wanted): .object([kind.rawValue: .bool(wanted)])
        case .isEmpty(let wanted): ["isEmpty": .bool(wanted)]
        case .oneOf(let values): ["oneOf": .array(values)]
        case .includes(let part): ["includes": part]
        case .sameItems(let items): ["sameItems": .array(items)]
        case .count(let predicate): ["count": predicate.written]
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
    /// Whether the regular expression `pattern` is found in the text.
    ///
    /// The reader of the course has refused patterns that are none, so one that does not compile
    /// here matches nothing.
    func matches(pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return firstMatch(of: regex) != nil
    }
}
