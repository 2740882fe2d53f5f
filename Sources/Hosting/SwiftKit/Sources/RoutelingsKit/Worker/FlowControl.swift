import Synchronization

/// The client is gone: nothing that is written now arrives.
struct ClientLeft: Error, CustomStringConvertible {
    var description: String { "The client has left." }
}

/// How much of a streamed response may be under way before the server asks for more.
final class FlowControl: Sendable {
    private struct State {
        var window = 256 * 1024
        var isClosed = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Takes `count` bytes from the window, once there is room in it.
    ///
    /// - Throws: `ClientLeft`.
    func take(_ count: Int) async throws {
        while try !tryToTake(count) {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.window > 0 || state.isClosed { return true }
                    state.waiter = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        }
    }

    /// The client has taken this much.
    func grant(_ count: Int) {
        wake { $0.window += count }
    }

    /// The client is gone.
    func close() {
        wake { $0.isClosed = true }
    }

    private func tryToTake(_ count: Int) throws -> Bool {
        try state.withLock { state in
            if state.isClosed { throw ClientLeft() }
            guard state.window > 0 else { return false }
            state.window -= count
            return true
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
