/// One request that is to overtake others held at the upstream: a state machine without input or
/// output.
///
/// What counts is the order of the two, not the time they took.
struct Overtaking: Sendable {
    /// Something that happened.
    enum Event: Sendable {
        /// One of the others is held.
        case somebodyWaits
        /// All of the others are answered.
        case background([Result<Answer, NoAnswer>])
        /// The request itself is answered.
        case answer(Result<Answer, NoAnswer>)
        /// The request has waited for as long as it is to wait.
        case impatient
    }

    /// Something to do.
    enum Action: Sendable, Hashable {
        case send
        case letGo
    }

    private enum Phase: Sendable {
        case waiting
        case sent
        case letGo
    }

    private var phase = Phase.waiting
    private(set) var answer: Result<Answer, NoAnswer>?
    private(set) var background: [Result<Answer, NoAnswer>]?
    /// Whether the answer came while others were held.
    private(set) var hasOvertaken = false

    /// Whether nothing more can come.
    var isOver: Bool { answer != nil && background != nil }

    /// Takes in one event; `isSomebodyHeld` is how things are at the upstream when it is seen.
    mutating func take(_ event: Event, isSomebodyHeld: Bool) -> Action? {
        switch event {
        case .background(let answers): background = answers
        case .answer(let result):
            answer = result
            hasOvertaken = phase == .sent && isSomebodyHeld
        case .somebodyWaits, .impatient: break
        }
        switch phase {
        case .waiting:
            phase = .sent
            return .send
        case .sent:
            phase = .letGo
            return .letGo
        case .letGo: return nil
        }
    }
}
