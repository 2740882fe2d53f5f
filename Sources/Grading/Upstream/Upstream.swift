package import Course

/// The service that exercises call: it counts who is there together and can hold its answers.
///
/// One at a time it plays the script of a check. A barrier that cannot fill opens by itself when
/// nobody new has come for `patience`, so that a serial caller is found out in bounded time and a
/// slow machine, on which callers keep arriving, is not taken for one.
package actor Upstream {
    private var state = UpstreamState()
    private var round = 0
    private var parked: [UpstreamState.Caller: CheckedContinuation<Void, Never>] = [:]
    private var watchers: [AsyncStream<Void>.Continuation] = []
    private var tickets: Set<String> = []
    private var patience: Duration = .seconds(1)

    package init() {}

    /// What was seen since `begin`.
    package struct Sighting: Sendable, Hashable {
        package var calls: Int
        package var highWater: Int
        package var isFull: Bool
        package var tickets: Set<String>
    }

    /// Starts a check's script: counts from zero, and releases whoever is left of the one before.
    package func begin(_ script: UpstreamScript, patience: Duration) {
        resume(state.open())
        state = UpstreamState(script)
        round += 1
        tickets = []
        self.patience = patience
    }

    /// What was seen since `begin`.
    package var sighting: Sighting {
        Sighting(
            calls: state.calls, highWater: state.highWater, isFull: state.isFull, tickets: tickets)
    }

    /// Whether a caller is held here now.
    package var isSomebodyHeld: Bool { !state.waiting.isEmpty }

    /// Answers everybody from now on.
    package func open() {
        resume(state.open())
    }

    /// Returns when a caller is held here, or when the task is cancelled.
    package func untilSomebodyWaits() async {
        if !state.waiting.isEmpty { return }
        let (arrivals, watcher) = AsyncStream.makeStream(of: Void.self)
        watchers.append(watcher)
        for await _ in arrivals { return }
    }

    private func announceArrival() {
        watchers.forEach { $0.finish() }
        watchers = []
    }

    /// Opens a barrier at which nobody has arrived for `patience`; returns when it is open.
    ///
    /// Patience is counted in turns that this process had, not by the clock alone: when the process
    /// itself was held up, callers that are on their way come in between two turns.
    package func watchBarrier() async throws {
        var (seen, quietTurns) = (state.calls, 0)
        while !state.isOpen {
            try await Task.sleep(for: patience / Self.turns)
            quietTurns = state.calls == seen ? quietTurns + 1 : 0
            seen = state.calls
            if quietTurns >= Self.turns { open() }
        }
    }

    /// How many turns without an arrival use up the patience.
    static let turns = 15

    /// A caller's stay: suspends for as long as the script holds it, then returns its ticket.
    func call() async -> String {
        let (caller, released) = state.arrive()
        let round = round
        announceArrival()
        resume(released.subtracting([caller]))
        if !released.contains(caller) {
            await withCheckedContinuation { parked[caller] = $0 }
        }
        // A caller of an earlier check that is only now let go must not count in this one.
        guard round == self.round else { return Self.ticket() }
        state.leave(caller)
        let ticket = Self.ticket()
        tickets.insert(ticket)
        return ticket
    }

    /// Whether callers are told to compute for as long as they are held.
    var spins: Bool { state.script.spins }

    private func resume(_ callers: Set<UpstreamState.Caller>) {
        for caller in callers { parked.removeValue(forKey: caller)?.resume() }
    }

    private static func ticket() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36)
    }
}
