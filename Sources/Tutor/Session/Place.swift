package import Course

/// Where in the course a learner is.
package enum Place: Sendable, Hashable {
    /// Nothing has been opened yet.
    case start
    /// A lesson, of which the first `read` parts have been shown.
    case lesson(UnitNumber, read: Int)
    case exercise(String)

    /// The place as one word that `init(word:)` reads back.
    package var word: String {
        switch self {
        case .start: "start"
        case .lesson(let number, let read): "lesson:\(number):\(read)"
        case .exercise(let id): "exercise:\(id)"
        }
    }

    /// Reads `word`; nil when it is none.
    package init?(word: String) {
        let parts = word.split(separator: ":").map(String.init)
        switch (parts.first, parts.count) {
        case ("start", 1): self = .start
        case ("exercise", 2): self = .exercise(parts[1])
        case ("lesson", 3):
            guard let number = UnitNumber(parts[1]), let read = Int(parts[2]) else { return nil }
            self = .lesson(number, read: read)
        default: return nil
        }
    }
}
