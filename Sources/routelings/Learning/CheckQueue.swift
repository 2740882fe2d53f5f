/// At most one check at a time, and at most one more waiting: a pure state machine.
///
/// Saves come faster than checks end; only the newest file is worth checking.
struct CheckQueue<Job: Sendable>: Sendable {
    private enum State: Sendable {
        case idle
        case running
        case runningWithNext(Job)
    }

    private var state = State.idle

    /// Whether nothing runs.
    var isIdle: Bool { if case .idle = state { true } else { false } }

    /// Takes in a job; returns it when it is to be started now.
    mutating func add(_ job: Job) -> Job? {
        switch state {
        case .idle:
            state = .running
            return job
        case .running, .runningWithNext:
            state = .runningWithNext(job)
            return nil
        }
    }

    /// The running job has ended; returns the one to be started now.
    mutating func finish() -> Job? {
        switch state {
        case .runningWithNext(let next):
            state = .running
            return next
        case .idle, .running:
            state = .idle
            return nil
        }
    }
}
