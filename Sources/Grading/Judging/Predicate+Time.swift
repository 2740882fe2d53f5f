import Course

extension Predicate {
    /// The same, with `slack` more milliseconds for everything that is to come about some time.
    func widened(by slack: Double) -> Predicate {
        switch self {
        case .about(let value, let own): .about(value, slack: own + slack)
        case .every(let predicate): .every(predicate.widened(by: slack))
        case .some(let predicate): .some(predicate.widened(by: slack))
        case .not(let predicate): .not(predicate.widened(by: slack))
        case .all(let predicates): .all(predicates.map { $0.widened(by: slack) })
        case .anyOf(let predicates): .anyOf(predicates.map { $0.widened(by: slack) })
        default: self
        }
    }

    /// The shortest time that something is to come about, in milliseconds; nil without any.
    var shortestTime: Double? {
        switch self {
        case .about(let value, _): value.number
        case .every(let predicate), .some(let predicate), .not(let predicate):
            predicate.shortestTime
        case .all(let predicates), .anyOf(let predicates):
            predicates.compactMap(\.shortestTime).min()
        default: nil
        }
    }
}

extension Step {
    /// The shortest time that something in it is to come about, in milliseconds; nil when it is not
    /// about time.
    func shortestTime(_ track: Track) -> Double? {
        (expectations + each).flatMap(\.flattened)
            .compactMap { $0.predicate[track]?.shortestTime }.min()
    }
}

extension Expectation {
    /// The same, with `slack` more milliseconds (see `Predicate.widened`).
    func widened(by slack: Double) -> Expectation {
        var expectation = self
        expectation.predicate = predicate.mapValues { $0.widened(by: slack) }
        expectation.alternatives = alternatives.map { $0.map { $0.widened(by: slack) } }
        return expectation
    }
}
