import Foundation
import NIOCore

/// One worker, from the request for it to its end, and the requests that it answers.
///
/// Every stored `var` is touched on `loop` only; that is why it may be shared.
final class WorkerSession: @unchecked Sendable {
    let number: Int
    let token: String
    let app: App
    let root: String
    let loop: any EventLoop
    let scratch: String?
    private let keeper: Keeper
    let onEvent: @Sendable (HostEvent) -> Void

    private let outcomePromise: EventLoopPromise<StartOutcome>
    private let finishedPromise: EventLoopPromise<Void>
    let began = ContinuousClock.now
    /// What compiling took before the worker was asked for.
    var compiling: CompileTimes?

    /// How long a nursery may take to import on a busy machine.
    private static let patienceForKeeper = TimeAmount.seconds(60)

    /// How long the app may take to shut down where its requests have used up all the grace.
    private static let shutdownLimit = TimeAmount.seconds(5)

    /// Where the worker is in its life.
    enum Phase {
        case starting, ready, ended(AppEnd)
    }
    var phase = Phase.starting
    var cause: AppEnd?
    var frames: (any Channel)?
    private var output: (any Channel)?
    private var framesState = LastWords.Connection.missing
    private var outputState = LastWords.Connection.missing
    private var exit: KeeperEvent?
    private var lastWords = LastWords()
    var flushIsDue = false
    /// Frames that are written when the loop gets to it.
    var unwritten = ByteBuffer()
    private var isSpawned = false
    /// Whether the keeper has been asked for the worker: until then there is nothing to end.
    private var isRequested = false

    var log = OutputLog()
    var exchanges: ExchangeLog
    var handlers: [UInt32: Handler] = [:]
    private var leftovers: [LeftoverProcess] = []
    var streams: [UInt32: ServedStream] = [:]
    var nextStream: UInt32 = 1
    private(set) lazy var deadlines = RequestDeadlines(
        loop: loop, limit: app.limits.request,
        isOpen: { [unowned self] in streams[$0]?.connection != nil },
        reached: { [unowned self] in requestLimitReached($0, limit: $1) })
    private(set) lazy var questions = WorkerQuestions(
        loop: loop, ask: { [unowned self] in send($0, stream: $1) },
        askForDump: { [unowned self] in
            log.expectDump()
            keeper.send(KeeperRequest(op: "where", worker: number))
        })
    private var stopped: EventLoopPromise<Void>?
    private var stopIsAsked = false
    /// Why the worker is being stopped.
    private var stopCause = AppEnd.stopped

    init(
        number: Int, app: App, root: String, scratch: String?, keeper: Keeper,
        loop: any EventLoop, onEvent: @escaping @Sendable (HostEvent) -> Void
    ) {
        self.number = number
        self.app = app
        self.root = root
        self.scratch = scratch
        self.keeper = keeper
        self.loop = loop
        self.onEvent = onEvent
        token = RunDirectory.randomToken(bytes: 16)
        outcomePromise = loop.makePromise()
        finishedPromise = loop.makePromise()
        exchanges = ExchangeLog(limit: app.limits.recordedExchanges)
    }

    /// How the start went.
    var outcome: EventLoopFuture<StartOutcome> { outcomePromise.futureResult }

    /// Succeeds when nothing of the worker is left.
    var finished: EventLoopFuture<Void> { finishedPromise.futureResult }

    /// How the worker ended, nil while it runs.
    var end: AppEnd? {
        if case .ended(let end) = phase { return end }
        return nil
    }

    /// How the start went, nil while it is under way.
    private(set) var readiness: StartOutcome?

    /// What was seen until now.
    var record: HostRecord {
        HostRecord(
            exchanges: exchanges.all, log: log.lines, end: end, leftovers: leftovers,
            outputTruncated: log.bytes > app.limits.outputBytes
                || log.count > app.limits.outputLines)
    }

    // MARK: Life

    /// Asks for the worker.
    func start(_ request: KeeperRequest) {
        guard cause == nil else { return }
        isRequested = true
        keeper.send(request)
        loop.scheduleTask(in: Self.patienceForKeeper) {
            if !self.isSpawned { self.end(because: .unsupervised) }
        }
    }

    /// The worker is there: its clock starts, not counting what the nursery had to import.
    func spawned() {
        isSpawned = true
        guard let limit = app.limits.startup else { return }
        loop.scheduleTask(in: TimeAmount(limit)) { self.startupLimitReached(limit) }
    }

    /// Ends the worker at once; `finished` tells when it is gone.
    func end(because cause: AppEnd) {
        guard self.cause == nil, end == nil else { return }
        self.cause = cause
        guard isRequested else { return finish() }
        keeper.send(KeeperRequest(op: "kill", worker: number))
        // Should the keeper not answer, the tutor must not wait for it.
        loop.scheduleTask(in: .seconds(2)) { self.finish() }
    }

    /// The app could not even be started.
    func refuse(_ failure: StartFailure) {
        settle(.failed(failure))
        end(because: .stopped)
    }

    /// Lets open requests finish and the app shut down, all within a limit, then ends it.
    func stop(grace: Duration, because cause: AppEnd = .stopped) {
        guard grace > .zero, case .ready = phase else { return end(because: cause) }
        stopCause = stopped == nil ? cause : .stopped
        guard stopped == nil else { return }
        let promise = loop.makePromise(of: Void.self)
        stopped = promise
        closeWebSockets(.stopped)
        stopWhenIdle()
        let limit = loop.scheduleTask(in: TimeAmount(grace)) { self.cutRequests() }
        promise.futureResult.whenComplete { _ in
            limit.cancel()
            self.end(because: self.stopCause)
        }
    }

    /// What has not finished in time is given up; the app may shut down all the same.
    private func cutRequests() {
        guard stopped != nil else { return }
        for (id, stream) in streams {
            send(.cancel, stream: id)
            guard let connection = stream.connection else { continue }
            streams[id]?.connection = nil
            leave(connection, of: id, because: .stopped)
        }
        askToStop()
        loop.scheduleTask(in: Self.shutdownLimit) { self.hasStopped() }
    }

    /// Asks a worker that is to stop to do so as soon as nobody waits for a response.
    func stopWhenIdle() {
        if stopped != nil, streams.isEmpty { askToStop() }
    }

    private func askToStop() {
        guard !stopIsAsked else { return }
        stopIsAsked = true
        send(.stop, stream: 0)
    }

    /// Whether no further request is for this worker.
    var isStopping: Bool { stopped != nil || cause != nil }

    /// Whether requests can be handed to this worker now.
    var takesRequests: Bool {
        if case .ready = phase { !isStopping } else { false }
    }

    /// Whether the start was a success.
    var wasReady: Bool { if case .ready? = readiness { true } else { false } }

    /// Whether the worker has ended, and nobody wanted it to.
    var endedUnasked: Bool { end != nil && end != .stopped }

    func hasStopped() {
        stopped?.succeed()
        stopped = nil
    }

    /// The keeper says that the worker is gone.
    func exited(_ event: KeeperEvent) {
        exit = event
        leftovers += (event.leftovers ?? []).map { .init(pid: $0.pid, command: $0.command) }
        hearLastWords()
    }

    /// Finishes once all that the worker has said is read.
    private func hearLastWords() {
        if lastWords.areHeard(frames: framesState, output: outputState) { return finish() }
        loop.scheduleTask(in: .milliseconds(5)) { self.hearLastWords() }
    }

    /// The keeper says that it ends the worker, and all that it has started.
    func exceeded(_ what: String?) {
        end(
            because: what == "disk"
                ? .diskLimit(bytes: app.limits.diskBytes) : .processLimit(app.limits.processes))
    }

    /// The keeper itself is gone.
    func lostKeeper() {
        if cause == nil { cause = .unsupervised }
        finish()
    }

    private func finish() {
        guard end == nil else { return }
        log.finish()
        let end = cause ?? crash ?? AppEnd(waitStatus: exit?.status)
        phase = .ended(end)
        frames?.close(promise: nil)
        output?.close(promise: nil)
        deadlines.cancel()
        questions.end(standing: log.standing(below: root))
        hasStopped()
        settle(.failed(StartUpDiagnosis.failure(ended: end, app: app, log: log.text)))
        closeWebSockets(end)
        for (id, stream) in streams.sorted(by: { $0.key < $1.key }) {
            leave(stream.connection, of: id, because: end)
        }
        streams = [:]
        if wasReady && end != .stopped { onEvent(.ended(end)) }
        finishedPromise.succeed()
    }

    /// No more will come of a request: its client, where it still waits, is told why.
    private func leave(_ connection: ClientConnection?, of id: UInt32, because end: AppEnd) {
        exchanges.update(id) {
            $0.outcome = .appEnded(end)
            if $0.status == nil { $0.status = 502 }
        }
        connection?.appEnded(end)
        tellAnswer(of: id)
    }

    /// What a Swift program says of its crash; its backtrace is then no output of the app's.
    private var crash: AppEnd? {
        guard case .routes = app.source, case .killed = AppEnd(waitStatus: exit?.status),
            let report = CrashReport(log: log.lines.map(\.text), file: AppPaths(app).file)
        else { return nil }
        log.dropBacktrace()
        return .crashed(message: report.message, at: report.location)
    }

    private func startupLimitReached(_ limit: Duration) {
        guard case .starting = phase, cause == nil else { return }
        questions.dump().assumeIsolated().whenSuccess { place in
            self.settle(
                .failed(
                    StartUpDiagnosis.failure(
                        standingAt: place, limit: limit, log: self.log.text, app: self.app)))
            self.end(because: .timedOut)
        }
    }

    func settle(_ outcome: StartOutcome) {
        guard readiness == nil else { return }
        readiness = outcome
        outcomePromise.succeed(outcome)
    }

    // MARK: Connections

    /// Takes one of the worker's two connections.
    func adopt(_ channel: any Channel, purpose: WorkerPurpose) {
        switch purpose {
        case .frames: (frames, framesState) = (channel, .open)
        case .output: (output, outputState) = (channel, .open)
        }
    }

    /// A connection is at its end.
    func closed(_ purpose: WorkerPurpose) {
        switch purpose {
        case .frames: framesState = .closed
        case .output: outputState = .closed
        }
        if exit != nil && framesState == .closed && outputState == .closed { finish() }
    }

    /// The worker wrote past Python's streams.
    func receivedOutput(_ bytes: ByteBuffer) {
        note(log.receive(raw: bytes))
        if questions.expectsDump, log.hasDump {
            questions.dumped { self.log.standing(below: self.root) }
        }
    }

    /// The frames connection carried rubbish.
    func corrupted() {
        end(because: .corrupted)
    }

    func note(_ lines: [LogLine]) {
        for line in lines { onEvent(.log(line)) }
        if log.bytes > app.limits.outputBytes || log.count > app.limits.outputLines {
            end(because: .outputLimit(bytes: app.limits.outputBytes, lines: app.limits.outputLines))
        }
    }
}

/// A request inside the worker.
struct ServedStream {
    /// Who waits for the response; nil once it is complete or the client is gone.
    var connection: ClientConnection?
    /// The WebSocket that the request has become.
    var webSocket: WebSocketConnection?
    /// Whether the head of the response has come.
    var hasBegun = false
    /// Whether the response is complete.
    var isAnswered = false
}
