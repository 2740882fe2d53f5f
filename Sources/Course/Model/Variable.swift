/// A value that is drawn anew for each run, so that no answer can be learnt by heart.
package enum Variable: Sendable, Hashable {
    /// A whole number between the two bounds, both included.
    case int(ClosedRange<Int>)
    /// A lower-case word of letters, such as `tamiro`: nothing that a route would be called.
    case word
    /// A name with a capital, such as `Tamiro`.
    case name
    /// Words with a space between them, such as `tamiro belun`.
    case phrase
    /// A number with two decimals between the two bounds, both included.
    case float(ClosedRange<Double>)
    /// Lower-case letters, so many, both bounds included.
    case text(ClosedRange<Int>)
    /// True or false.
    case bool
    /// One of these; of objects, `${name.member}` are values that belong together.
    case choice([JSON])
}
