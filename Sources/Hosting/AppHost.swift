import Foundation
import NIOCore
import NIOPosix

/// The embedded server: apps in worker processes, reached through ports of the tutor's.
///
/// Every stored `var` is touched on `loop` only; that is why it may be shared.
package final class AppHost: @unchecked Sendable {
    let loop: any EventLoop
    private let configuration: HostConfiguration
    private let run: RunDirectory
    private var rendezvous: (any Channel)?
    private var keeper: EventLoopFuture<Keeper>?
    private var sessions: [Int: WorkerSession] = [:]
    private var tokens: [String: WorkerSession] = [:]
    private var warmUps: [[String]: [EventLoopPromise<Void>]] = [:]
    private var lastNumber = 0
    private var isClosed = false
    private let programs: KeptPrograms
    private var compiler: SwiftCompiler?

    private init(_ configuration: HostConfiguration) throws {
        self.configuration = configuration
        run = try RunDirectory(parent: configuration.runDirectoryParent)
        loop = MultiThreadedEventLoopGroup.singleton.next()
        programs = KeptPrograms(loop: loop)
    }

    /// Runs `body` with a host; everything started inside is gone when this returns or throws.
    ///
    /// - Throws: `HostingError`, and what `body` throws.
    package static func withHost<R: Sendable>(
        _ configuration: HostConfiguration, _ body: (AppHost) async throws -> R
    ) async throws -> R {
        let host = try AppHost(configuration)
        do {
            try await host.listen()
            let result = try await body(host)
            await host.close()
            return result
        } catch {
            await host.close()
            throw error
        }
    }

    /// Serves `app` from a fresh worker for the duration of `body`.
    ///
    /// The body runs at once: `HostedApp.start` tells when the app is ready and whether it could
    /// be loaded; requests wait for that.
    ///
    /// - Throws: `HostingError`, and what `body` throws.
    package func withApp<R: Sendable>(
        _ app: App, _ body: (HostedApp) async throws -> R
    ) async throws -> R {
        let hosted = try await HostedApp(host: self, app: app)
        do {
            try await hosted.begin()
            let result = try await body(hosted)
            await hosted.close()
            return result
        } catch {
            await hosted.close()
            throw error
        }
    }

    /// Starts the supervising processes early and imports modules, so that the first app is quick.
    ///
    /// Returns when they are imported. That it fails is no failure: the first app will say why.
    ///
    /// - Parameter preload: the modules; nil is the configuration's own list.
    package func warm(preload: [String]? = nil) async {
        let preload = preload ?? configuration.preload
        _ = try? await loop.flatSubmit {
            self.theKeeper().flatMap { keeper in
                let promise = self.loop.makePromise(of: Void.self)
                self.warmUps[preload, default: []].append(promise)
                keeper.send(KeeperRequest(op: "warm", preload: preload))
                return promise.futureResult
            }
        }.get()
    }

    /// Makes a folder that is gone with the host, however the host ends.
    ///
    /// - Throws: `HostingError.runDirectory`.
    package func makeFolder() throws -> String {
        try run.makeScratch("folder-\(RunDirectory.randomToken(bytes: 8))")
    }

    // MARK: Sessions

    /// Makes a worker's session, its folder included; `begin` starts it.
    func makeSession(
        _ app: App, onEvent: @escaping @Sendable (HostEvent) -> Void
    ) -> EventLoopFuture<WorkerSession> {
        theKeeper().assumeIsolated().flatMapThrowing { keeper in
            let number = self.nextNumber()
            let isFresh = app.workingDirectory == nil
            return WorkerSession(
                number: number, app: app, root: AppPaths(app).root,
                scratch: isFresh ? try self.run.makeScratch("app-\(number)") : nil,
                keeper: keeper, loop: self.loop, onEvent: onEvent)
        }.nonisolated()
    }

    /// Starts a session's worker, after compiling what has to be compiled; with its end all that was
    /// made for it is gone.
    func begin(_ session: WorkerSession, port: Int) {
        sessions[session.number] = session
        tokens[session.token] = session
        session.finished.assumeIsolated().whenComplete { _ in self.forget(session) }
        guard case .routes = session.app.source, let file = AppPaths(session.app).file else {
            return start(session, port: port, program: nil)
        }
        compile(file).assumeIsolated().whenComplete { result in
            switch result {
            case .success(.program(let program, let times)):
                session.compiling = times
                self.start(session, port: port, program: program)
            case .success(.refused(let failure)): session.refuse(failure)
            case .failure(let error):
                // What is damaged is looked at anew the next time.
                self.compiler = nil
                session.refuse(StartUpDiagnosis.ofOurs(error))
            }
        }
    }

    private func start(_ session: WorkerSession, port: Int, program: String?) {
        let preload = session.app.preload ?? configuration.preload
        var request = KeeperRequest(op: "spawn", preload: preload)
        request.worker = session.number
        request.spec = spec(of: session, port: port, program: program)
        session.start(request)
    }

    /// Lets go of a session whose worker is gone or never was, and removes its folder.
    func forget(_ session: WorkerSession) {
        sessions[session.number] = nil
        tokens[session.token] = nil
        if let scratch = session.scratch { run.removeScratch(scratch) }
    }

    private func nextNumber() -> Int {
        // The number is also a limit of the worker's (see `processes.mark`): at most 819,200.
        lastNumber = lastNumber % 800_000 + 1
        return lastNumber
    }

    private func spec(of session: WorkerSession, port: Int, program: String?) -> WorkerSpec {
        let app = session.app
        let paths = AppPaths(app)
        return WorkerSpec(
            worker: session.number, token: session.token, socket: run.socketPath,
            file: paths.file, program: program, module: paths.module, callable: paths.callable,
            interface: app.interface.rawValue,
            directory: app.workingDirectory ?? session.scratch ?? "/", root: paths.root,
            paths: paths.searchPaths, environment: app.environment, threads: app.threads,
            workers: app.workers, host: app.host, port: port, rootPath: app.rootPath,
            refusesOwnSockets: app.refusesOwnSockets, traces: app.traces,
            limits: .init(
                memory: app.limits.memoryBytes, cpu: app.limits.cpuSeconds,
                files: app.limits.openFiles, processes: app.limits.processes,
                disk: app.limits.diskBytes))
    }

    // MARK: Programs

    /// How long a compiler may take over one file.
    private static let compileLimit = TimeAmount.seconds(60)

    private func compile(_ file: String) -> EventLoopFuture<Compilation> {
        theKeeper().flatMap { keeper in
            do {
                return try self.theCompiler(keeper).compile(file)
            } catch {
                return self.loop.makeFailedFuture(error)
            }
        }
    }

    private func theCompiler(_ keeper: Keeper) throws -> SwiftCompiler {
        if let compiler { return compiler }
        guard let kit = configuration.swiftKit else { throw SwiftKitError.notBuilt }
        let made = try SwiftCompiler(kit: kit, loop: loop) { arguments, directory in
            self.programs.run(
                arguments, in: directory, limit: Self.compileLimit, keeper: keeper)
        }
        compiler = made
        return made
    }

    /// Runs a program of ours to its end, which comes with the host's at the latest.
    ///
    /// - Throws: `HostingError`.
    func run(
        _ arguments: [String], in directory: String, environment: [String: String] = [:],
        onLine: @escaping @Sendable (String) -> Void
    ) async throws -> ProgramEnd {
        try await loop.flatSubmit {
            self.theKeeper().flatMap { keeper in
                self.programs.run(
                    arguments, in: directory, environment: environment, limit: .hours(1),
                    keeper: keeper, onLine: onLine)
            }
        }.get()
    }

    /// Ends all programs that run.
    func endPrograms() {
        loop.execute {
            self.keeper?.whenSuccess { self.programs.endAll($0) }
        }
    }

    // MARK: Keeper

    /// The keeper, started at first need and after the loss of the one before.
    private func theKeeper() -> EventLoopFuture<Keeper> {
        if isClosed { return loop.makeFailedFuture(HostingError.closed) }
        if let keeper { return keeper }
        do {
            let process = try KeeperProcess(configuration, run: run, library: Self.library)
            let keeper = Keeper(process: process, loop: loop) { self.heard($0) }
            let connected = keeper.connect()
            self.keeper = connected
            keeper.ended.assumeIsolated().whenSuccess { self.lostKeeper() }
            return connected
        } catch {
            return loop.makeFailedFuture(error)
        }
    }

    private func heard(_ event: KeeperEvent) {
        switch event.event {
        case "spawned":
            if let number = event.worker { sessions[number]?.spawned() }
        case "exceeded":
            if let number = event.worker { sessions[number]?.exceeded(event.text) }
        case "exited":
            if let number = event.worker { sessions[number]?.exited(event) }
        case "said", "ran": programs.heard(event)
        case "warm":
            warmUps.removeValue(forKey: event.preload ?? [])?.forEach { $0.succeed() }
        default: break
        }
    }

    private func lostKeeper() {
        keeper = nil
        if !isClosed { ProcessSweep.end(carriersOf: run.token) }
        for session in sessions.values { session.lostKeeper() }
        programs.lostKeeper(HostingError.keeperEnded(log: run.keeperLog))
        let waiting = warmUps.values.joined()
        warmUps = [:]
        waiting.forEach { $0.fail(HostingError.keeperEnded(log: run.keeperLog)) }
    }

    private func listen() async throws {
        let channel = try await Rendezvous.listen(path: run.socketPath, loop: loop) {
            self.tokens[$0]
        }
        try await loop.submit { self.rendezvous = channel }.get()
    }

    private func close() async {
        // Nothing below can fail but for being closed already.
        let keeper = try? await loop.submit {
            self.isClosed = true
            self.rendezvous?.close(promise: nil)
            return self.keeper
        }.get()
        if let future = keeper ?? nil, let keeper = try? await future.get() {
            await keeper.close()
            ProcessSweep.end(carriersOf: run.token)
        }
        run.remove()
    }

    private static var library: String {
        (Bundle.module.resourcePath ?? Bundle.module.bundlePath) + "/Python"
    }
}
