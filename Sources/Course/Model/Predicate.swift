/// What a value must be, in Hurl's words where Hurl has one.
///
/// Texts inside may hold `${name}`; they are filled in before the predicate is judged.
package indirect enum Predicate: Sendable, Hashable {
    /// `==`: equal by meaning (see `JSON`).
    case equals(JSON)
    /// `!=`: there, and not equal by meaning.
    case differs(JSON)
    /// `>`, `>=`, `<`, `<=`: a number, and so related to this one.
    case compares(Comparison, JSON)
    /// `startsWith`: a string that starts with this text.
    case startsWith(String)
    /// `endsWith`: a string that ends with this text.
    case endsWith(String)
    /// `contains`: a string with this text in it, or an array with this element.
    case contains(JSON)
    /// `matches`: a string in which this regular expression is found.
    ///
    /// `meaning` is what people are told in its place, such as `an id of eight digits`.
    case matches(String, meaning: String? = nil)
    /// `exists: true` or `exists: false`.
    case exists(Bool)
    /// `isString: true`, `isInteger: false` and so on.
    case isKind(Kind, Bool)
    /// `isEmpty`: a string, array or object with nothing in it (`true`), or with something (`false`).
    case isEmpty(Bool)
    /// `oneOf`: equal to one of the elements of this array.
    case oneOf(JSON)
    /// `includes`: every member named here is there and equal; objects inside likewise, and an
    /// array includes another when each of the other's elements is included by one of its own.
    case includes(JSON)
    /// `sameItems`: an array with exactly the elements of this one, in any order.
    case sameItems(JSON)
    /// `count`: the length of an array, object or string meets this.
    case count(Predicate)
    /// `distinct`: how many different values an array holds meets this.
    case distinct(Predicate)
    /// `sum`: the sum of an array of numbers meets this.
    case sum(Predicate)
    /// `tokens`: the list that a text with commas is, as in a header (RFC 9110, section 5.6.1),
    /// meets this.
    case tokens(Predicate)
    /// `every`: an array with at least one element, of which each meets this.
    case every(Predicate)
    /// `some`: an array of which at least one element meets this.
    case some(Predicate)
    /// `about`: a number of milliseconds within a factor of two of this one, both ways.
    ///
    /// The slack, in milliseconds, is what this machine was late by; it is added above.
    case about(JSON, slack: Double = 0)
    /// `mentions`: the value, or a text, number or member's name anywhere inside it, holds this text.
    case mentions(JSON)
    /// `showsEscaped`: HTML in which this text can be read, every `<`, `>` and `&` of it as a
    /// character reference, however written.
    case showsEscaped(String)
    /// `anyOf`: at least one of these holds.
    case anyOf([Predicate])
    /// `not`: this does not hold.
    case not(Predicate)
    /// All of these hold.
    case all([Predicate])

    /// A way to compare two numbers.
    package enum Comparison: String, Sendable, Hashable, CaseIterable {
        case greater = ">"
        case atLeast = ">="
        case less = "<"
        case atMost = "<="
    }

    /// A kind of JSON value that Hurl has a predicate for.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case isBoolean, isInteger, isFloat, isNumber, isString, isList, isObject
    }
}

extension Predicate {
    /// The names of all predicates, as exercises and findings write them.
    package static let names =
        [
            "==", "!=", ">", ">=", "<", "<=", "startsWith", "endsWith", "contains", "matches",
            "exists",
        ] + Kind.allCases.map(\.rawValue)
        + ["isEmpty", "oneOf", "anyOf", "includes", "sameItems", "mentions", "showsEscaped"]
        + ["count", "distinct", "sum", "tokens", "every", "some", "about", "not"]
}
