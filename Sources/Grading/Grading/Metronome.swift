/// Tells how late this machine is: a clock that ticks beside what is measured.
///
/// Where a task is about time, what was measured is worth only as much as the machine was on time.
/// So every such step is calibrated while it runs, not before.
actor Metronome {
    private var latest = Duration.zero
    private static let tick = Duration.milliseconds(5)

    /// Runs `body` beside a ticking clock.
    ///
    /// - Returns: what it returns, and by how many milliseconds the latest tick was late.
    static func beside<Value: Sendable>(
        _ body: () async throws -> Value
    ) async rethrows -> (value: Value, lateness: Double) {
        let metronome = Metronome()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await metronome.run() }
            defer { group.cancelAll() }
            let value = try await body()
            return (value, await metronome.latest.milliseconds)
        }
    }

    private func run() async {
        let clock = ContinuousClock()
        while !Task.isCancelled {
            let due = clock.now + Self.tick
            // Cancelled is what ends this.
            try? await clock.sleep(until: due)
            latest = max(latest, clock.now - due)
        }
    }
}
