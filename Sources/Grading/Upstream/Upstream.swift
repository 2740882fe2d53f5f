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
    /// Who is on which connection, and since which round.
    private var callers: [Int: (caller: UpstreamState.Caller, round: Int)] = [:]
    private var watchers: [AsyncStream<Void>.Continuation] = []
    private var tickets: Set<String> = []
    private var patience: Duration = .seconds(1)

    package init() {}

    /// What was seen since `begin`.
    package struct Sighting: Sendable, Hashable {
        package var calls: Int
        package var highWater: Int
        package var isFull: Bool
        /// How many calls each path had, and the paths in the order of arrival.
        package var paths: [String: Int]
        package var order: [String]
        /// How many callers went away before they were answered.
        package var abandoned: Int
        package var tickets: Set<String>
    }

    /// Starts a check's script: counts from zero, and releases whoever is left of the one before.
    package func begin(_ script: UpstreamScript, patience: Duration) {
        resume(state.end())
        state = UpstreamState(script)
        round += 1
        tickets = []
        self.patience = patience
    }

    /// What was seen since `begin`.
    package var sighting: Sighting {
        Sighting(
            calls: state.calls, highWater: state.highWater, isFull: state.isFull,
            paths: state.paths, order: state.order, abandoned: state.abandoned, tickets: tickets)
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
    /// Patience is counted in turns that this process had, and the app too, not by the clock alone:
    /// when one of them was held up, callers that are on their way come in between two turns.
    ///
    /// - Parameter appsTurn: returns when the app has had a turn.
    /// - Throws: `CancellationError`.
    package func watchBarrier(_ appsTurn: @Sendable () async -> Void = {}) async throws {
        var (seen, quietTurns) = (state.calls, 0)
        while !state.isOpen {
            try await Task.sleep(for: patience / Self.turns)
            await appsTurn()
            quietTurns = state.calls == seen ? quietTurns + 1 : 0
            seen = state.calls
            if quietTurns >= Self.turns { open() }
        }
    }

    /// How many turns without an arrival use up the patience.
    static let turns = 15

    /// Lets go of everybody, for good.
    package func end() {
        resume(state.end())
    }

    /// What a caller is answered.
    struct Reply: Sendable, Hashable {
        var status: Int
        var body: JSON
    }

    /// A caller on the connection `connection` asks for `path`: suspends for as long as the script
    /// holds it, then returns what it is answered.
    func call(_ path: String, on connection: Int) async -> Reply {
        let (caller, released) = state.arrive(at: path)
        let round = round
        let route = state.route(for: path)
        let fails = route?.failures.contains(state.paths[path] ?? 0) ?? false
        announceArrival()
        resume(released.subtracting([caller]))
        callers[connection] = (caller, round)
        if !released.contains(caller) {
            await withCheckedContinuation { parked[caller] = $0 }
        }
        if let delay = route?.delay, delay > 0 {
            try? await Task.sleep(for: .milliseconds(delay))  // a caller that is gone waits no more
        }
        callers[connection] = nil
        let ticket = Self.ticket()
        // A caller of an earlier check that is only now let go must not count in this one.
        if round == self.round, state.leave(caller) { tickets.insert(ticket) }
        return Self.reply(route, fails: fails, path: path, ticket: ticket)
    }

    /// The caller on this connection went away.
    func abandon(_ connection: Int) {
        guard let (caller, round) = callers.removeValue(forKey: connection), round == self.round
        else { return }
        state.abandon(caller)
        announceArrival()
        resume([caller])
    }

    private static func reply(
        _ route: UpstreamScript.Route?, fails: Bool, path: String, ticket: String
    ) -> Reply {
        if fails { return Reply(status: 500, body: ["error": "the upstream failed this call"]) }
        var members: [String: JSON] = ["ticket": .string(ticket)]
        switch route?.body {
        case .object(let own)?: members.merge(own) { $1 }
        case let other?: return Reply(status: route?.status ?? 200, body: other)
        case nil: members["path"] = .string(path)
        }
        return Reply(status: route?.status ?? 200, body: .object(members))
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
