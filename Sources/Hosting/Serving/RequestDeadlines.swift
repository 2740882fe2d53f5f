import NIOCore

/// The time limits of open requests: all are of the same length, so they end in the order in
/// which they began, and one timer is enough.
///
/// Every stored `var` is touched on `loop` only.
final class RequestDeadlines {
    private let loop: any EventLoop
    private let limit: Duration?
    private let isOpen: (UInt32) -> Bool
    private let reached: (UInt32, Duration) -> Void
    private var waiting = CircularBuffer<(deadline: NIODeadline, stream: UInt32)>()
    private var timer: Scheduled<Void>?

    /// `isOpen` says whether a request still waits for its response; `reached` is called for one
    /// that does so at its limit.
    init(
        loop: any EventLoop, limit: Duration?, isOpen: @escaping (UInt32) -> Bool,
        reached: @escaping (UInt32, Duration) -> Void
    ) {
        self.loop = loop
        self.limit = limit
        self.isOpen = isOpen
        self.reached = reached
    }

    /// Starts the clock of a request; there is none without a limit.
    func begin(_ stream: UInt32) {
        guard let limit else { return }
        while let first = waiting.first, !isOpen(first.stream) { waiting.removeFirst() }
        waiting.append((.now() + TimeAmount(limit), stream))
        arm()
    }

    /// Forgets all of them.
    func cancel() {
        timer?.cancel()
        timer = nil
        waiting.removeAll()
    }

    private func arm() {
        guard timer == nil, let next = waiting.first else { return }
        timer = loop.assumeIsolated().scheduleTask(deadline: next.deadline) { self.look() }
    }

    private func look() {
        timer = nil
        let now = NIODeadline.now()
        while let next = waiting.first {
            let open = isOpen(next.stream)
            if open && next.deadline > now { break }
            waiting.removeFirst()
            if open, let limit { reached(next.stream, limit) }
        }
        arm()
    }
}

extension TimeAmount {
    /// The same span of time.
    init(_ duration: Duration) {
        let parts = duration.components
        self = .nanoseconds(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }
}
