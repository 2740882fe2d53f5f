import NIOCore

/// What the host asks a worker, and is answered later or never: each question has an end.
///
/// Every stored `var` is touched on `loop` only.
final class WorkerQuestions {
    /// Sends a frame without contents about a stream.
    typealias Ask = (_ kind: FrameKind, _ stream: UInt32) -> Void

    private let loop: any EventLoop
    private let ask: Ask
    private let askForDump: () -> Void
    private var places: [UInt32: EventLoopPromise<SourceLocation?>] = [:]
    private var dumps: [EventLoopPromise<SourceLocation?>] = []
    private var syncs: [UInt32: EventLoopPromise<Void>] = [:]
    private var answeredSyncs: [UInt32] = []

    /// `ask` sends a question to the worker; `askForDump` makes it write where its threads stand.
    init(loop: any EventLoop, ask: @escaping Ask, askForDump: @escaping () -> Void) {
        self.loop = loop
        self.ask = ask
        self.askForDump = askForDump
    }

    /// Whether somebody waits for a dump.
    var expectsDump: Bool { !dumps.isEmpty }

    /// Nobody answers any more.
    func end(standing: SourceLocation?) {
        for promise in syncs.values { promise.succeed() }
        for promise in places.values { promise.succeed(nil) }
        dumps.forEach { $0.succeed(standing) }
        syncs = [:]
        places = [:]
        dumps = []
    }

    // MARK: Has all been told?

    /// Succeeds when the worker has told all that happened before the question and no request
    /// is between its response and its return; or when that takes longer than a quarter second.
    func sync(_ id: UInt32) -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        syncs[id] = promise
        ask(.sync, id)
        loop.assumeIsolated().scheduleTask(in: .milliseconds(250)) {
            self.syncs.removeValue(forKey: id)?.succeed()
        }
        return promise.futureResult
    }

    /// The worker has told all; `isSettled` is whether no request is on its way out.
    func synced(_ id: UInt32, isSettled: Bool) {
        if isSettled {
            syncs.removeValue(forKey: id)?.succeed()
        } else {
            answeredSyncs.append(id)
        }
    }

    /// A request has left the app; `isSettled` is asked only if somebody waits for that.
    func settle(_ isSettled: () -> Bool) {
        guard !answeredSyncs.isEmpty, isSettled() else { return }
        for id in answeredSyncs { syncs.removeValue(forKey: id)?.succeed() }
        answeredSyncs = []
    }

    // MARK: Where does it stand?

    /// Where a request stands: the worker's own answer, or a dump of its threads if that is quicker.
    func locate(_ id: UInt32) -> EventLoopFuture<SourceLocation?> {
        let promise = loop.makePromise(of: SourceLocation?.self)
        places[id] = promise
        ask(.where, id)
        let patience = loop.assumeIsolated().scheduleTask(in: .milliseconds(150)) {
            // The answer may be late only: a dump says nothing of one that awaits.
            self.dump().assumeIsolated().whenSuccess { self.stands(id, at: $0) }
        }
        promise.futureResult.whenComplete { _ in patience.cancel() }
        return promise.futureResult
    }

    /// The worker has said where a request stands.
    func stands(_ id: UInt32, at place: SourceLocation?) {
        places.removeValue(forKey: id)?.succeed(place)
    }

    /// Where the worker's threads stand, even in the middle of C code.
    func dump() -> EventLoopFuture<SourceLocation?> {
        let promise = loop.makePromise(of: SourceLocation?.self)
        dumps.append(promise)
        askForDump()
        inTurns(Self.turnsForDump) { isLast in
            guard isLast else { return false }
            let late = self.dumps
            self.dumps = []
            late.forEach { $0.succeed(nil) }
            return true
        }
        return promise.futureResult
    }

    /// How many turns of the loop a dump may take to come, and again to be there in full.
    ///
    /// On a machine that leaves us waiting turns come late, and so does the end of patience.
    private static let turnsForDump = 30

    /// Calls `body` every 25 ms until it returns true, or for the last time after `turns`.
    private func inTurns(_ turns: Int, _ body: @escaping (_ isLast: Bool) -> Bool) {
        loop.assumeIsolated().scheduleTask(in: .milliseconds(25)) {
            if !body(turns == 1), turns > 1 { self.inTurns(turns - 1, body) }
        }
    }

    /// A dump has begun to arrive; `read` finds the place in it when it is there in full.
    func dumped(_ read: @escaping () -> SourceLocation?) {
        let promises = dumps
        dumps = []
        // The dump comes in several writes.
        inTurns(Self.turnsForDump) { isLast in
            let place = read()
            guard place != nil || isLast else { return false }
            promises.forEach { $0.succeed(place) }
            return true
        }
    }
}
