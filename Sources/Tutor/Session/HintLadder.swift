import Course

/// Three hints, each opened by an edit or a minute after the one before.
struct HintLadder: Sendable, Hashable {
    /// How long a learner thinks before the next hint opens without an edit.
    static let pause: Duration = .seconds(60)

    private var lastOpened: ContinuousClock.Instant?
    private var hasEdited = true

    mutating func edited() {
        hasEdited = true
    }

    mutating func opened(at now: ContinuousClock.Instant) {
        lastOpened = now
        hasEdited = false
    }

    /// How long the next hint stays closed; zero when it is open.
    func wait(at now: ContinuousClock.Instant) -> Duration {
        guard !hasEdited, let lastOpened else { return .zero }
        return max(.zero, Self.pause - (now - lastOpened))
    }
}
