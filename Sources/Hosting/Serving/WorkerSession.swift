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
    private let onEvent: @Sendable (HostEvent) -> Void

    private let outcomePromise: EventLoopPromise<StartOutcome>
    private let finishedPromise: EventLoopPromise<Void>
    private let began = ContinuousClock.now

    /// How long a nursery may take to import on a busy machine.
    private static let patienceForKeeper = TimeAmount.seconds(60)

    private enum Phase {
        case starting, ready, ended(AppEnd)
    }
    private var phase = Phase.starting
    private var cause: AppEnd?
    private var frames: (any Channel)?
    private var output: (any Channel)?
    private var framesClosed = false
    private var outputClosed = false
    private var exit: KeeperEvent?
    private var flushIsDue = false
    private var isSpawned = false

    private(set) var log = OutputLog()
    private(set) var exchanges: ExchangeLog
    private var handlers: [UInt32: Handler] = [:]
    private var leftovers: [LeftoverProcess] = []
    private var streams: [UInt32: ServedStream] = [:]
    private var nextStream: UInt32 = 1
    private var deadlines = CircularBuffer<(deadline: NIODeadline, stream: UInt32)>()
    private var deadlineTimer: Scheduled<Void>?
    private var waiting: [UInt32: EventLoopPromise<SourceLocation?>] = [:]
    private var dumps: [EventLoopPromise<SourceLocation?>] = []
    private var syncs: [UInt32: EventLoopPromise<Void>] = [:]
    private var answeredSyncs: [UInt32] = []
    private var stopped: EventLoopPromise<Void>?

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
        keeper.send(request)
        loop.scheduleTask(in: Self.patienceForKeeper) {
            if !self.isSpawned { self.end(because: .unsupervised) }
        }
    }

    /// The worker is there: its clock starts, not counting what the nursery had to import.
    func spawned() {
        isSpawned = true
        loop.scheduleTask(in: TimeAmount(app.limits.startup)) { self.startupLimitReached() }
    }

    /// Ends the worker at once; `finished` tells when it is gone.
    func end(because cause: AppEnd) {
        guard self.cause == nil, end == nil else { return }
        self.cause = cause
        keeper.send(KeeperRequest(op: "kill", worker: number))
        // Should the keeper not answer, the tutor must not wait for it.
        loop.scheduleTask(in: .seconds(2)) { self.finish() }
    }

    /// Lets an ASGI app shut down, within a limit, then ends it.
    func stop(grace: Duration) {
        guard grace > .zero, case .ready = phase else { return end(because: .stopped) }
        let promise = loop.makePromise(of: Void.self)
        stopped = promise
        send(.stop, stream: 0)
        let limit = loop.scheduleTask(in: TimeAmount(grace)) { self.hasStopped() }
        promise.futureResult.whenComplete { _ in
            limit.cancel()
            self.end(because: .stopped)
        }
    }

    private func hasStopped() {
        stopped?.succeed()
        stopped = nil
    }

    /// The keeper says that the worker is gone.
    func exited(_ event: KeeperEvent) {
        exit = event
        leftovers += (event.leftovers ?? []).map { .init(pid: $0.pid, command: $0.command) }
        // Its last words may still wait in the sockets, even unaccepted.
        finishIfDone()
        loop.scheduleTask(in: .seconds(2)) { self.finish() }
    }

    /// The keeper itself is gone.
    func lostKeeper() {
        if cause == nil { cause = .unsupervised }
        finish()
    }

    private func finishIfDone() {
        if exit != nil && framesClosed && outputClosed { finish() }
    }

    private func finish() {
        guard end == nil else { return }
        let end = cause ?? AppEnd(waitStatus: exit?.status)
        let wasReady = if case .ready = phase { true } else { false }
        phase = .ended(end)
        frames?.close(promise: nil)
        output?.close(promise: nil)
        log.finish()
        deadlineTimer?.cancel()
        for promise in syncs.values { promise.succeed() }
        for promise in waiting.values { promise.succeed(nil) }
        dumps.forEach { $0.succeed(log.standing(below: root)) }
        hasStopped()
        syncs = [:]
        waiting = [:]
        dumps = []
        settle(.failed(StartUpDiagnosis.failure(ended: end, app: app, log: log.text)))
        for (id, stream) in streams.sorted(by: { $0.key < $1.key }) {
            exchanges.update(id) { $0.outcome = .appEnded(end) }
            stream.connection?.appEnded(end)
        }
        streams = [:]
        if wasReady && end != .stopped { onEvent(.ended(end)) }
        finishedPromise.succeed()
    }

    private func startupLimitReached() {
        guard case .starting = phase, cause == nil else { return }
        dump().whenSuccess { place in
            self.settle(
                .failed(
                    StartUpDiagnosis.failure(
                        standingAt: place, limit: self.app.limits.startup, log: self.log.text)))
            self.end(because: .timedOut)
        }
    }

    private func settle(_ outcome: StartOutcome) {
        guard readiness == nil else { return }
        readiness = outcome
        outcomePromise.succeed(outcome)
    }

    // MARK: Connections

    /// Takes one of the worker's two connections.
    func adopt(_ channel: any Channel, purpose: WorkerPurpose) {
        switch purpose {
        case .frames: frames = channel
        case .output: output = channel
        }
    }

    /// A connection is at its end.
    func closed(_ purpose: WorkerPurpose) {
        switch purpose {
        case .frames: framesClosed = true
        case .output: outputClosed = true
        }
        finishIfDone()
    }

    /// The worker wrote past Python's streams.
    func receivedOutput(_ bytes: ByteBuffer) {
        note(log.receive(raw: bytes))
        if !dumps.isEmpty, log.hasDump {
            let promises = dumps
            dumps = []
            // The dump comes in several writes; what is still under way arrives in this time.
            loop.scheduleTask(in: .milliseconds(25)) {
                let place = self.log.standing(below: self.root)
                promises.forEach { $0.succeed(place) }
            }
        }
    }

    /// The frames connection carried rubbish.
    func corrupted() {
        end(because: .corrupted)
    }

    private func note(_ lines: [LogLine]) {
        for line in lines { onEvent(.log(line)) }
        if log.bytes > app.limits.outputBytes || log.count > app.limits.outputLines {
            end(because: .outputLimit(bytes: app.limits.outputBytes, lines: app.limits.outputLines))
        }
    }

    // MARK: Frames from the worker

    func received(_ frame: Frame) {
        guard cause == nil || frame.kind == .log else { return }
        switch frame.kind {
        case .ready: ready(frame.payload)
        case .failed: failed(frame.payload)
        case .responseWhole, .responseHead: respond(frame)
        case .responseData:
            guard let stream = streams[frame.stream], let connection = stream.connection else {
                return
            }
            connection.respond(part: frame.payload)
        case .responseDone: complete(frame.stream)
        case .abort: abort(frame.stream)
        case .left: left(frame)
        case .log: logged(frame)
        case .traceback: raised(frame)
        case .handler: handlers[frame.stream] = decode(Handler.self, frame.payload)
        case .creditBody:
            if let count = frame.payload.getInteger(
                at: frame.payload.readerIndex, endianness: .little, as: UInt32.self)
            {
                streams[frame.stream]?.connection?.bodyConsumed(Int(count))
            }
        case .synced: synced(frame.stream)
        case .stopped: hasStopped()
        case .stands:
            waiting.removeValue(forKey: frame.stream)?.succeed(
                decode(SourceLocation.self, frame.payload))
        default: corrupted()
        }
    }

    private func decode<T: Decodable>(_ type: T.Type, _ payload: ByteBuffer) -> T? {
        // What cannot be read was not written by us: it says nothing.
        try? JSONDecoder().decode(type, from: Data(payload.readableBytesView))
    }

    private func ready(_ payload: ByteBuffer) {
        guard case .starting = phase, let told = decode(ReadyPayload.self, payload) else {
            return corrupted()
        }
        phase = .ready
        let facts = AppFacts(
            interface: told.interface == "asgi" ? .asgi : .wsgi,
            routes: told.routes.map(\.route), readyIn: .now - began)
        settle(.ready(facts))
    }

    private func failed(_ payload: ByteBuffer) {
        guard case .starting = phase, let facts = decode(FailurePayload.self, payload) else {
            return corrupted()
        }
        settle(
            .failed(StartUpDiagnosis.failure(facts: facts, app: app, log: log.text)))
        end(because: .stopped)
    }

    private func logged(_ frame: Frame) {
        var payload = frame.payload
        guard let raw = payload.readInteger(as: UInt8.self),
            let source = LogLine.Source(rawValue: raw)
        else { return corrupted() }
        let text = String(buffer: payload)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { LogLine(source: source, text: String($0)) }
        log.count(frame.payload.readableBytes, lines: lines.count)
        if frame.stream != 0, exchanges.exchange(frame.stream) != nil {
            exchanges.update(frame.stream) { $0.log += lines }
        } else {
            log.append(lines)
        }
        note(lines)
    }

    private func raised(_ frame: Frame) {
        guard let traceback = decode(Traceback.self, frame.payload) else { return }
        exchanges.update(frame.stream) { $0.traceback = traceback }
        if let exchange = exchanges.exchange(frame.stream) {
            onEvent(.traceback(traceback, method: exchange.method, target: exchange.target))
        }
    }

    private func respond(_ frame: Frame) {
        guard let stream = streams[frame.stream], let connection = stream.connection else { return }
        var payload = frame.payload
        guard let head = ResponseHead(from: &payload) else { return corrupted() }
        exchanges.update(frame.stream) { $0.status = head.status }
        let whole = frame.kind == .responseWhole
        guard connection.respond(head, whole: whole ? payload : nil) else {
            exchanges.update(frame.stream) { $0.status = 502 }
            return abort(frame.stream)
        }
        if whole { answered(frame.stream) }
    }

    private func complete(_ id: UInt32) {
        guard let connection = streams[id]?.connection else { return }
        connection.finishResponse()
        answered(id)
    }

    private func answered(_ id: UInt32) {
        exchanges.update(id) { if $0.outcome == .pending { $0.outcome = .answered } }
        streams[id]?.connection = nil
        streams[id]?.isAnswered = true
        if app.tellsAnswers, let exchange = exchanges.exchange(id) { onEvent(.answered(exchange)) }
    }

    private func abort(_ id: UInt32) {
        exchanges.update(id) { if $0.outcome == .pending { $0.outcome = .aborted } }
        let connection = streams[id]?.connection
        streams[id]?.connection = nil
        connection?.responseAborted()
    }

    private func left(_ frame: Frame) {
        var payload = frame.payload
        guard
            let numbers = payload.readMultipleIntegers(
                endianness: .little, as: (UInt32, UInt32, UInt32).self)
        else { return corrupted() }
        exchanges.update(frame.stream) {
            $0.entered = Int(numbers.0)
            $0.left = Int(numbers.1)
            $0.handler = handlers[numbers.2]
        }
        streams[frame.stream] = nil
        exchanges.finish(frame.stream)
        settleSyncs()
    }

    // MARK: Requests

    /// Begins a request; returns the id of its stream, nil when the worker is gone.
    func open(_ connection: ClientConnection, exchange: Exchange) -> UInt32? {
        guard case .ready = phase, cause == nil else { return nil }
        let id = nextStream
        nextStream = nextStream == .max ? 1 : nextStream + 1
        streams[id] = ServedStream(connection: connection)
        exchanges.begin(exchange, stream: id)
        deadlines.append((.now() + TimeAmount(app.limits.request), id))
        armDeadline()
        return id
    }

    /// Writes to the worker; flushed once the loop has read from all clients that wait.
    func write(_ bytes: ByteBuffer) {
        frames?.write(bytes, promise: nil)
        guard !flushIsDue else { return }
        flushIsDue = true
        loop.execute {
            self.flushIsDue = false
            self.frames?.flush()
        }
    }

    /// Remembers a request that never reached the worker.
    func refused(_ exchange: Exchange) {
        let id = nextStream
        nextStream += 1
        exchanges.begin(exchange, stream: id)
        exchanges.finish(id)
    }

    /// Lets the worker send more of a response.
    func grant(_ count: Int, stream: UInt32) {
        var buffer = ByteBuffer()
        buffer.writeFrame(.grant, stream: stream) {
            $0.writeInteger(UInt32(count), endianness: .little)
        }
        write(buffer)
    }

    /// Sends a frame without contents.
    func send(_ kind: FrameKind, stream: UInt32) {
        var buffer = ByteBuffer()
        buffer.writeFrame(kind, stream: stream)
        write(buffer)
    }

    /// The client of a stream is gone.
    func clientLeft(_ id: UInt32) {
        guard streams[id]?.connection != nil else { return }
        streams[id]?.connection = nil
        exchanges.update(id) { if $0.outcome == .pending { $0.outcome = .clientLeft } }
        send(.cancel, stream: id)
    }

    private func armDeadline() {
        guard deadlineTimer == nil, let next = deadlines.first else { return }
        deadlineTimer = loop.scheduleTask(deadline: next.deadline) { self.deadlineReached() }
    }

    private func deadlineReached() {
        deadlineTimer = nil
        let now = NIODeadline.now()
        while let next = deadlines.first {
            let isOpen = streams[next.stream]?.connection != nil
            if isOpen && next.deadline > now { break }
            deadlines.removeFirst()
            if isOpen { requestLimitReached(next.stream) }
        }
        armDeadline()
    }

    private func requestLimitReached(_ id: UInt32) {
        locate(id).whenSuccess { place in
            guard let connection = self.streams[id]?.connection else { return }
            self.exchanges.update(id) {
                $0.outcome = .timedOut(place)
                $0.status = 504
            }
            self.streams[id]?.connection = nil
            connection.responseTimedOut(place, limit: self.app.limits.request)
            self.send(.cancel, stream: id)
        }
    }

    // MARK: Questions

    /// Succeeds when the worker has told all that happened before the question and no request
    /// is between its response and its return; or when that takes longer than a quarter second.
    func sync() -> EventLoopFuture<Void> {
        guard case .ready = phase, cause == nil else { return loop.makeSucceededVoidFuture() }
        let promise = loop.makePromise(of: Void.self)
        let id = nextStream
        nextStream += 1
        syncs[id] = promise
        send(.sync, stream: id)
        loop.scheduleTask(in: .milliseconds(250)) {
            self.syncs.removeValue(forKey: id)?.succeed()
        }
        return promise.futureResult
    }

    private func synced(_ id: UInt32) {
        if streams.values.contains(where: \.isAnswered) {
            answeredSyncs.append(id)
        } else {
            syncs.removeValue(forKey: id)?.succeed()
        }
    }

    private func settleSyncs() {
        guard !answeredSyncs.isEmpty, !streams.values.contains(where: \.isAnswered) else { return }
        for id in answeredSyncs { syncs.removeValue(forKey: id)?.succeed() }
        answeredSyncs = []
    }

    /// Where a request stands: the worker's own answer, or else a dump of its threads.
    private func locate(_ id: UInt32) -> EventLoopFuture<SourceLocation?> {
        let promise = loop.makePromise(of: SourceLocation?.self)
        waiting[id] = promise
        send(.where, stream: id)
        let patience = loop.scheduleTask(in: .milliseconds(150)) {
            guard self.waiting.removeValue(forKey: id) != nil else { return }
            self.dump().cascade(to: promise)
        }
        promise.futureResult.whenComplete { _ in patience.cancel() }
        return promise.futureResult
    }

    private func dump() -> EventLoopFuture<SourceLocation?> {
        let promise = loop.makePromise(of: SourceLocation?.self)
        dumps.append(promise)
        log.expectDump()
        keeper.send(KeeperRequest(op: "where", worker: number))
        loop.scheduleTask(in: .milliseconds(500)) {
            let late = self.dumps
            self.dumps = []
            late.forEach { $0.succeed(nil) }
        }
        return promise.futureResult
    }
}

/// A request inside the worker.
struct ServedStream {
    /// Who waits for the response; nil once it is complete or the client is gone.
    var connection: ClientConnection?
    /// Whether the response is complete.
    var isAnswered = false
}

extension TimeAmount {
    /// The same span of time.
    init(_ duration: Duration) {
        let parts = duration.components
        self = .nanoseconds(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }
}
