import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// An app that is being served: a port, and behind it its workers.
///
/// Every stored `var` is touched on the host's loop only; that is why it may be shared.
package final class HostedApp: @unchecked Sendable {
    /// The port that the app is served at.
    package let port: Int
    /// What happens in the app, for following it.
    ///
    /// The newest 10,000 events are kept for a slow
    /// reader. It ends with the app.
    package let events: AsyncStream<HostEvent>

    private let host: AppHost
    private let loop: any EventLoop
    private let continuation: AsyncStream<HostEvent>.Continuation
    private let server: any Channel
    private var app: App
    private var connections: [ObjectIdentifier: any HostedConnection] = [:]
    /// Whether the app is on its way out: answers are the last on their connections.
    private(set) var isStopping = false
    private var clock = HTTPDate()
    private let pool: WorkerPool

    /// Where the app is served, with scheme, without a slash at the end.
    package var baseURL: String {
        // RFC 3986, 3.2.2: an IPv6 address stands in brackets.
        "http://\(app.host.contains(":") ? "[\(app.host)]" : app.host):\(port)"
    }

    init(host: AppHost, app: App) async throws {
        self.host = host
        self.app = app
        loop = host.loop
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(10_000))
        let box = HostedAppReference()
        server = try await Self.listen(app, loop: host.loop, box)
        port = server.localAddress?.port ?? app.port
        pool = WorkerPool(host: host, port: port) { [continuation] in continuation.yield($0) }
        box.set(self)
    }

    /// Starts the first workers.
    func begin() async throws {
        _ = try await loop.flatSubmit { self.pool.start(self.app) }.get()
    }

    /// How the present workers' start went: waits for it if it is under way.
    ///
    /// A task that is cancelled waits no longer: for it the start has failed.
    package var start: StartOutcome {
        get async {
            let awaited = loop.makePromise(of: StartOutcome.self)
            loop.flatSubmit { self.pool.outcome() }.cascade(to: awaited)
            do {
                return try await withTaskCancellationHandler {
                    try await awaited.futureResult.get()
                } onCancel: {
                    awaited.fail(CancellationError())
                }
            } catch {
                return .failed(
                    StartFailure(kind: .killed, message: HostingError.closed.description, log: ""))
            }
        }
    }

    /// Puts fresh workers behind the same port; requests that arrive meanwhile wait for them.
    ///
    /// - Parameter app: what to serve from now on, nil for the same again. Its host and port are
    ///   not looked at.
    /// - Returns: how the start went; of several workers the first failure, if there is one.
    /// - Throws: `HostingError` when no worker can be started for reasons of ours.
    package func reload(_ app: App? = nil) async throws -> StartOutcome {
        let old = try await replaceWorkers(app)
        let outcome = try await loop.flatSubmit { self.pool.outcome() }.get()
        for session in old { try await session.finished.get() }
        continuation.yield(.started(outcome))
        return outcome
    }

    /// Does the same as `reload` and returns as soon as requests wait for the fresh workers.
    package func beginReload(_ app: App? = nil) async throws {
        _ = try await replaceWorkers(app)
    }

    /// - Returns: the workers that were there before.
    private func replaceWorkers(_ app: App?) async throws -> [WorkerSession] {
        try await loop.flatSubmit {
            if let app { self.app = app }
            self.pool.reopen()
            return self.pool.start(self.app)
        }.get()
    }

    /// How a worker that had been ready ended unasked; nil while all serve that could be started.
    package var unaskedEnd: AppEnd? {
        get async {
            // The loop outlives the app: the future cannot fail.
            try? await loop.submit {
                self.pool.sessions.first { $0.wasReady && $0.endedUnasked }?.end
            }.get()
        }
    }

    /// Returns when each Swift worker has answered a question, or has not for a quarter second.
    ///
    /// Other workers are not asked.
    package func turn() async {
        // The loop outlives the app: the future cannot fail.
        _ = try? await loop.flatSubmit {
            guard case .routes = self.app.source else { return self.loop.makeSucceededVoidFuture() }
            return EventLoopFuture.andAllComplete(
                self.pool.sessions.map { $0.sync() }, on: self.loop)
        }.get()
    }

    /// What was seen of the present workers until now: everything that they did before the question.
    package func record() async -> HostRecord {
        // The loop outlives the app: the future cannot fail.
        let records = try? await loop.flatSubmit {
            let asked = self.pool.sessions.map { session in session.sync().map { session.record } }
            return EventLoopFuture.whenAllSucceed(asked, on: self.loop)
        }.get()
        return HostRecord(of: records ?? [])
    }

    /// Ends the workers and all that they have started, and returns what was seen of them to the
    /// end.
    ///
    /// Requests that come later are answered with 502, until `reload`.
    package func end() async -> HostRecord {
        // The loop outlives the app: the future cannot fail.
        let last = try? await loop.submit {
            self.pool.stop(grace: self.app.grace)
            return self.pool.sessions
        }.get()
        for session in last ?? [] { try? await session.finished.get() }
        let records = try? await loop.submit { (last ?? []).map(\.record) }.get()
        return HostRecord(of: records ?? [])
    }

    /// Takes no more connections, lets the app finish and shut down as its grace allows, and closes
    /// what is left; with that the events end.
    ///
    /// A task that is cancelled gives the app no more time. What is closed already stays so.
    package func close() async {
        await withTaskCancellationHandler {
            await closeInOrder()
        } onCancel: {
            loop.execute { self.pool.stop(grace: .zero) }
        }
    }

    private func closeInOrder() async {
        // What is closed already needs no closing.
        try? await server.close()
        try? await loop.submit {
            self.isStopping = true
            for connection in self.connections.values { connection.closeIfIdle() }
        }.get()
        _ = await end()
        try? await loop.submit {
            for connection in self.connections.values { connection.close() }
        }.get()
        continuation.finish()
    }

    // MARK: For connections, on the loop

    var limits: AppLimits { app.limits }

    /// The worker for the next request.
    func pick() -> WorkerSession? { pool.pick() }

    /// A worker that keeps the record of what none of them saw.
    var session: WorkerSession? { pool.sessions.first }

    func opened(_ connection: any HostedConnection) {
        connections[ObjectIdentifier(connection)] = connection
    }

    func closed(_ connection: any HostedConnection) {
        connections[ObjectIdentifier(connection)] = nil
    }

    func date() -> String {
        clock.now()
    }

    private static func listen(
        _ app: App, loop: any EventLoop, _ box: HostedAppReference
    ) async throws -> any Channel {
        do {
            return try await ServerBootstrap(group: loop)
                .serverChannelOption(ChannelOptions.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard let hosted = box.get() else { throw HostingError.closed }
                        try configure(channel, hosted)
                    }
                }
                .bind(host: app.host, port: app.port).get()
        } catch let error as IOError {
            throw HostingError.cannotListen(
                host: app.host, port: app.port, reason: String(cString: strerror(error.errnoCode)))
        } catch is SocketAddressError.UnknownHost {
            throw HostingError.cannotListen(
                host: app.host, port: app.port, reason: "there is no such host")
        } catch {
            throw HostingError.cannotListen(host: app.host, port: app.port, reason: "\(error)")
        }
    }

    private static func configure(_ channel: any Channel, _ hosted: HostedApp) throws {
        let connection = ClientConnection(hosted: hosted)
        try channel.pipeline.syncOperations.addHandler(connection)
    }
}

/// A client's connection, as the app that it belongs to sees it.
protocol HostedConnection: AnyObject {
    /// Ends the connection.
    func close()
    /// Ends the connection unless something is under way on it.
    func closeIfIdle()
}

/// Breaks the circle between a listening channel and the app that it belongs to.
private final class HostedAppReference: Sendable {
    private let hosted = Mutex<HostedApp?>(nil)

    func set(_ app: HostedApp) { hosted.withLock { $0 = app } }
    func get() -> HostedApp? { hosted.withLock { $0 } }
}
