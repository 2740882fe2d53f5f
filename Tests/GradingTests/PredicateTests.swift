import Course
import Testing

@testable import Grading

@Suite struct PredicateTests {
    private let path = ObservationPath([.member("body")])

    private static let holding: [(Predicate, JSON)] = [
        (.equals(1), .double(1.0)), (.equals(["a": 1, "b": 2]), ["b": 2, "a": 1]),
        (.differs(500), 200), (.compares(.atLeast, 20), 20), (.compares(.less, 3), 2),
        (.startsWith("application/json"), "application/json; charset=utf-8"),
        (.endsWith("Error"), "builtins.KeyError"), (.contains("drill"), "a drill"),
        (.contains(3), [1, 2, 3]), (.matches("^/tools/[0-9]+$"), "/tools/12"), (.exists(true), nil),
        (.isKind(.isInteger, true), 7), (.isKind(.isString, false), 7),
        (.isKind(.isBoolean, true), true), (.isKind(.isFloat, true), .double(1.5)),
        (.isKind(.isList, true), []), (.isKind(.isObject, true), [:]), (.isEmpty(true), ""),
        (.isEmpty(false), [1]), (.oneOf([307, 308]), 308), (.includes(["a": 1]), ["a": 1, "b": 2]),
        (.includes([["a": 1]]), [["a": 1, "b": 2], ["a": 3]]),
        (.sameItems(["a", "b"]), ["b", "a"]), (.count(.equals(2)), ["x", "y"]),
        (.distinct(.equals(2)), [1, 1, "1"]), (.distinct(.compares(.atMost, 2)), [7, 7]),
        (.sum(.equals(6)), [1, 2, 3]), (.sum(.equals(.double(1.5))), [1, .double(0.5)]),
        (.tokens(.includes(["GET", "PUT"])), "GET,  PUT , HEAD"),
        (.tokens(.sameItems(["GET"])), ", GET,"),
        (.tokens(.sameItems(["GET", "PUT"])), "GET\t,\tPUT"),
        (.every(.compares(.less, 3)), [1, 2]), (.some(.equals(["a": 1])), [2, ["a": 1]]),
        (.about(100), 51), (.about(100), 200), (.about(100, slack: 20), 219),
        (.mentions("hunter2"), ["a": [["b": "is hunter2!"]]]),
        (.mentions("key"), ["a": ["keys": 1]]),
        (.mentions(42), ["n": 142]),
        (.showsEscaped("<b>\"R&D\"</b>"), "<li>&lt;b&gt;&#34;R&amp;D&quot;&#60;/b&#x3E;</li>"),
        (.showsEscaped("it's"), "it's"), (.anyOf([.equals(1), .exists(false)]), 1),
        (.not(.contains("no")), "yes"), (.all([.isKind(.isString, true), .startsWith("a")]), "ab"),
    ]

    @Test(arguments: holding)
    func holds(predicate: Predicate, value: JSON) {
        #expect(predicate.holds(for: value))
        #expect(predicate.differences(from: value, at: path).isEmpty)
    }

    private static let failing: [(Predicate, JSON)] = [
        (.equals(1), .bool(true)), (.equals(1), "1"), (.equals(["a": 1]), ["a": 1, "b": 2]),
        (.equals([1, 2]), [1]), (.differs(500), 500), (.compares(.atLeast, 20), 19),
        (.compares(.greater, 2), "3"), (.startsWith("a"), "b"), (.startsWith("a"), 1),
        (.contains("x"), "y"), (.contains(3), [1]), (.matches("^[0-9]+$"), "12a"),
        (.exists(false), 1),
        (.isKind(.isInteger, true), .double(7.5)), (.isKind(.isNumber, true), true),
        (.isEmpty(true), [1]), (.isEmpty(true), 0), (.oneOf([307, 308]), 302),
        (.includes(["a": 1]), ["a": 2]), (.includes(["a": nil]), [:]),
        (.distinct(.equals(1)), [1, 2]), (.distinct(.equals(1)), "aa"), (.sum(.equals(1)), ["1"]),
        (.sum(.equals(0)), nil), (.tokens(.includes(["GET"])), "GETTER"),
        (.tokens(.exists(true)), 1),
        (.every(.exists(true)), []), (.every(.equals(1)), [1, 2]), (.every(.equals(1)), 1),
        (.some(.equals(1)), []), (.some(.equals(1)), [2]), (.about(100), 49), (.about(100), 201),
        (.about(100), "100"), (.mentions("x"), ["a": ["b"]]), (.showsEscaped("<b>"), "<b>"),
        (.showsEscaped("a&b"), "a&b"), (.anyOf([.equals(1), .equals(2)]), 3),
        (.sameItems(["a", "a"]), ["a", "b"]), (.count(.equals(2)), ["x"]), (.not(.exists(true)), 1),
    ]

    @Test(arguments: failing)
    func doesNotHold(predicate: Predicate, value: JSON) {
        #expect(!predicate.holds(for: value))
        #expect(!predicate.differences(from: value, at: path).isEmpty)
    }

    @Test func whatIsMentionedIsNamedWithItsPlace() {
        let found: JSON = ["you": [["password": "is hunter2"]], "name": "ada"]
        let differences = Predicate.not(.mentions("hunter2")).differences(from: found, at: path)
        #expect(differences.map { "\($0.path)" } == ["$.body.you[0].password"])
    }

    @Test func nothingThereMeetsOnlyWhatAllowsIt() {
        #expect(Predicate.exists(false).holds(for: nil))
        #expect(Predicate.not(.equals(1)).holds(for: nil))
        #expect(!Predicate.differs(500).holds(for: nil))
        #expect(!Predicate.equals(nil).holds(for: nil))
    }

    @Test func differencesNameTheInnermostPlaces() {
        let wanted = JSON.object(["id": 7, "tags": ["a", "b"], "name": "drill"])
        let found = JSON.object(["id": "7", "tags": ["a", "c"], "extra": true])
        let differences = Predicate.equals(wanted).differences(from: found, at: path)
        #expect(
            differences == [
                Difference(
                    path: path.appending(.member("extra")), expected: ["exists": false],
                    actual: true),
                Difference(path: path.appending(.member("id")), expected: 7, actual: "7"),
                Difference(path: path.appending(.member("name")), expected: "drill", actual: nil),
                Difference(
                    path: path.appending(.member("tags")).appending(.index(1)), expected: "b",
                    actual: "c"),
            ])
    }

    @Test func aPartialObjectIsComparedMemberByMember() {
        let differences = Predicate.includes(["id": 7]).differences(
            from: ["id": 8, "b": 1], at: path)
        #expect(differences.map(\.path.description) == ["$.body.id"])
    }
}
