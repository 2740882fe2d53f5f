/// What a check is about, in the words of the reports.
package enum Category: String, Sendable, Hashable, CaseIterable, Codable {
    case routing
    case validation
    case async
    case other
}
