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
    case matches(String)
    /// `exists: true` or `exists: false`.
    case exists(Bool)
    /// `isString: true`, `isInteger: false` and so on.
    case isKind(Kind, Bool)
    /// `isEmpty`: a string, array or object with nothing in it (`true`), or with something (`false`).
    case isEmpty(Bool)
    /// `oneOf`: equal to one of these.
    case oneOf([JSON])
    /// `includes`: every member named here is there and equal; objects inside likewise, and an
    /// array includes another when each of the other's elements is included by one of its own.
    case includes(JSON)
    /// `sameItems`: an array with exactly these elements, in any order.
    case sameItems([JSON])
    /// `count`: the length of an array, object or string meets this.
    case count(Predicate)
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
