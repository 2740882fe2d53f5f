import NIOCore

/// The workers behind one port: which of them takes a request, and what follows when one ends.
///
/// Touched on `loop` only.
final class WorkerPool {
    /// A place that one worker after the other fills.
    private struct Place {
        var session: WorkerSession
        /// How many workers in a row ended soon after their start.
        var failures = 0
    }

    /// A worker that has lived this long was no failure.
    private static let soundLife: Duration = .seconds(10)
    private static let longestPause: Duration = .seconds(10)

    private let host: AppHost
    private let loop: any EventLoop
    private let port: Int
    private let onEvent: @Sendable (HostEvent) -> Void
    private var places: [Place] = []
    private var isClosed = false

    init(host: AppHost, port: Int, onEvent: @escaping @Sendable (HostEvent) -> Void) {
        self.host = host
        self.port = port
        self.onEvent = onEvent
        loop = host.loop
    }

    /// The present workers, in the order of their places.
    var sessions: [WorkerSession] { places.map(\.session) }

    /// The worker for the next request: of those that are ready the one with the least to do, else
    /// one that is starting; nil before the first start.
    func pick() -> WorkerSession? {
        if places.count == 1 { return places[0].session }
        let ready = sessions.filter(\.takesRequests)
        if let idlest = ready.min(by: { $0.streams.count < $1.streams.count }) { return idlest }
        return sessions.first { $0.readiness == nil } ?? sessions.first
    }

    /// Starts `app.workers` workers in the place of those that are there, which are stopped.
    ///
    /// - Returns: the workers that were there before.
    func start(_ app: App) -> EventLoopFuture<[WorkerSession]> {
        let made = (0..<max(1, app.workers)).map { _ in host.makeSession(app, onEvent: onEvent) }
        return EventLoopFuture.whenAllSucceed(made, on: loop).assumeIsolated().map { sessions in
            let old = self.sessions
            self.places = sessions.map { Place(session: $0) }
            for session in sessions { self.begin(session) }
            for session in old { session.stop(grace: session.app.grace) }
            return old
        }.nonisolated()
    }

    /// How the starts of the present workers went: the first failure, if there is one.
    func outcome() -> EventLoopFuture<StartOutcome> {
        guard !places.isEmpty else { return loop.makeFailedFuture(HostingError.closed) }
        return EventLoopFuture.whenAllSucceed(sessions.map(\.outcome), on: loop).map { outcomes in
            outcomes.first { if case .failed = $0 { true } else { false } } ?? outcomes[0]
        }
    }

    /// Ends the workers; no other takes their places.
    func stop(grace: Duration) {
        isClosed = true
        for session in sessions { session.stop(grace: grace) }
    }

    /// Allows new workers after a stop.
    func reopen() {
        isClosed = false
    }

    private func begin(_ session: WorkerSession) {
        host.begin(session, port: port)
        guard session.app.replacesWorkers else { return }
        session.finished.assumeIsolated().whenSuccess { self.replace(session) }
    }

    /// Puts another worker in the place of one that ended unasked, the later the more have failed.
    private func replace(_ session: WorkerSession) {
        guard !isClosed, let index = places.firstIndex(where: { $0.session === session }) else {
            return
        }
        // A first start that fails is the app's own fault: a second one would fail alike.
        let failedToStart = if case .failed? = session.readiness { true } else { false }
        guard failedToStart ? places[index].failures > 0 : session.endedUnasked else { return }
        let livedLong = .now - session.began > Self.soundLife
        places[index].failures = livedLong ? 1 : places[index].failures + 1
        let pause = min(
            .milliseconds(50) * (1 << min(places[index].failures, 10)), Self.longestPause)
        onEvent(.replacing(after: pause))
        loop.assumeIsolated().scheduleTask(in: TimeAmount(pause)) { self.fill(after: session) }
    }

    private func fill(after session: WorkerSession) {
        host.makeSession(session.app, onEvent: onEvent).assumeIsolated().whenComplete { made in
            guard !self.isClosed,
                let index = self.places.firstIndex(where: { $0.session === session })
            else {
                if case .success(let next) = made { self.host.forget(next) }
                return
            }
            switch made {
            case .success(let next):
                self.places[index].session = next
                self.begin(next)
                next.outcome.assumeIsolated().whenSuccess { self.onEvent(.replaced($0)) }
            case .failure(let error):
                self.onEvent(.replaced(.failed(StartUpDiagnosis.ofOurs(error))))
                self.loop.assumeIsolated().scheduleTask(in: TimeAmount(Self.longestPause)) {
                    self.fill(after: session)
                }
            }
        }
    }
}
