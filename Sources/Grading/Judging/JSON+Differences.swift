package import Course

/// One place where a value is not what it had to be.
package struct Difference: Sendable, Hashable {
    package var path: ObservationPath
    /// What it had to be: a value, or a predicate written as JSON.
    package var expected: JSON
    /// What it was; nil when nothing was there.
    package var actual: JSON?

    package init(path: ObservationPath, expected: JSON, actual: JSON?) {
        self.path = path
        self.expected = expected
        self.actual = actual
    }
}

extension JSON {
    /// The innermost places where `actual` is not equal to this value, in the order of paths.
    ///
    /// A member that has no business being there is reported with `expected` `{"exists": false}`.
    func differences(from actual: JSON?, at path: ObservationPath) -> [Difference] {
        switch (self, actual) {
        case (.object(let wanted), .object(let found)):
            let names = Set(wanted.keys).union(found.keys).sorted()
            return names.flatMap { name in
                let inner = path.appending(.member(name))
                guard let value = wanted[name] else {
                    return [
                        Difference(path: inner, expected: ["exists": false], actual: found[name])
                    ]
                }
                return value.differences(from: found[name], at: inner)
            }
        case (.array(let wanted), .array(let found)) where wanted.count == found.count:
            return zip(wanted, found).enumerated().flatMap { index, pair in
                pair.0.differences(from: pair.1, at: path.appending(.index(index)))
            }
        default:
            return self == actual ? [] : [Difference(path: path, expected: self, actual: actual)]
        }
    }

    /// Whether every member named in `part` is here and equal, at every depth.
    func includes(_ part: JSON) -> Bool {
        switch (self, part) {
        case (.object(let members), .object(let wanted)):
            wanted.allSatisfy { members[$0.key]?.includes($0.value) ?? false }
        case (.array(let elements), .array(let wanted)):
            wanted.allSatisfy { wanted in elements.contains { $0.includes(wanted) } }
        default: self == part
        }
    }
}
