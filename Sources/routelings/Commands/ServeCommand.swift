import ArgumentParser
import Foundation
import Grading
import Hosting
import Terminal

extension App.Interface: ExpressibleByArgument {}

/// `routelings serve`: hosts any WSGI or ASGI app, and Swift exercises, on the embedded server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve a WSGI, ASGI or Hummingbird app.",
        discussion: "TARGET is module:app, path/to/app.py[:app], or a folder with a Routes.swift.")

    @Argument(help: "module:app, path/to/app.py[:app] or a folder with a Routes.swift.") var target:
        String
    @Option(help: "auto, wsgi or asgi.") var interface = App.Interface.auto
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes any free one.") var port = 8000
    @Option(help: "Worker processes; one that ends is replaced.") var workers = 1
    @Option(help: "How many requests a WSGI app handles at once.") var threads = 32
    @Option(help: "The path that the app is mounted at: SCRIPT_NAME, or root_path.") var rootPath =
        ""
    @OptionGroup var python: PythonOptions
    @Flag(help: "Start the app anew when a source file in its folder changes.") var reload = false
    @Flag(help: "Write a line for each request.") var accessLog = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port is \(port): give a number from 0 to 65535.")
        }
        guard (1...1_000).contains(threads) else {
            throw ValidationError("--threads is \(threads): give a number from 1 to 1000.")
        }
        guard (1...64).contains(workers) else {
            throw ValidationError("--workers is \(workers): give a number from 1 to 64.")
        }
        guard rootPath.isEmpty || rootPath.hasPrefix("/") && !rootPath.hasSuffix("/") else {
            throw ValidationError(
                "--root-path is \(rootPath): give a path that starts with a slash and does not end "
                    + "with one, such as /api.")
        }
        _ = try ServeTarget(target)
    }

    func run() async throws {
        // Whoever reads what it says may go, as `| head` does: the server stays.
        signal(SIGPIPE, SIG_IGN)
        try await reportingFailures {
            let target = try ServeTarget(target)
            let progress = StandardErrorProgress()
            let interpreter = try await pythonSetup.anyInterpreter(announcing: progress)
            let app = self.app(target)
            let swift = target.isSwift ? SwiftSetup(Folders()) : nil
            var configuration = HostConfiguration(interpreter: interpreter, swiftKit: swift?.kit)
            configuration.isIsolated = false
            try await AppHost.withHost(configuration) { host in
                try await swift?.prepare(host, announcing: progress)
                // Made before the app reads its files: what changes from then on is seen.
                let watcher = reload ? FolderWatcher(folder: target.folder) : nil
                try await host.withApp(app) { try await serve($0, target, watcher, progress) }
            }
        }
    }

    private var pythonSetup: PythonSetup {
        PythonSetup(explicit: python.python, folders: Folders())
    }

    private func app(_ target: ServeTarget) -> App {
        var app = App(target.source)
        app.interface = interface
        app.host = host
        app.port = port
        app.threads = threads
        app.workers = workers
        app.rootPath = rootPath
        app.replacesWorkers = true
        app.preload = []
        app.refusesOwnSockets = false
        app.workingDirectory = FileManager.default.currentDirectoryPath
        app.grace = .seconds(5)
        app.tellsAnswers = accessLog
        app.limits = Self.limits
        return app
    }

    /// A served app is the user's own: only what protects the server itself is limited.
    ///
    /// A stream may go on for days, and a model may take minutes to load.
    static var limits: AppLimits {
        var limits = AppLimits()
        limits.startup = nil
        limits.request = nil
        limits.outputBytes = .max
        limits.outputLines = .max
        limits.cpuSeconds = .max
        limits.memoryBytes = .max
        limits.openFiles = 65_536
        limits.processes = .max
        limits.diskBytes = .max
        limits.recordedExchanges = 100
        limits.bodyBytes = .max
        return limits
    }

    private func serve(
        _ app: HostedApp, _ target: ServeTarget, _ watcher: FolderWatcher?,
        _ progress: StandardErrorProgress
    ) async throws {
        let outcome = await app.start
        if case .failed = outcome { try await pythonSetup.examine() }
        tell(outcome, app, progress)
        if case .failed = outcome, watcher == nil { throw ExitCode.learnerFailure }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await follow(app, progress) }
            await Signals.interrupting(Self.ending) {
                if let watcher {
                    await follow(watcher, app, progress)
                } else {
                    for await _ in AsyncStream<Never>.makeStream().stream {}
                }
            }
            // A second signal gives the app no more time; its last words are told either way.
            await Signals.interrupting(Self.ending) { await app.close() }
        }
    }

    private static let ending = [SIGINT] + Signals.leaving

    /// Starts the app anew at each change of its files, until cancelled.
    private func follow(
        _ watcher: FolderWatcher, _ app: HostedApp, _ progress: StandardErrorProgress
    ) async {
        await watcher.watch {
            do {
                progress.say("A file has changed: the app is started anew.")
                // Those before it may take their time to end.
                try await app.beginReload()
                tell(await app.start, app, progress)
            } catch {
                progress.say("\(error)")
            }
        }
    }

    private func tell(_ outcome: StartOutcome, _ app: HostedApp, _ progress: StandardErrorProgress)
    {
        switch outcome {
        case .ready(let facts):
            if let times = facts.compiling {
                let start = facts.readyIn - times.compile - times.link
                progress.say(
                    "Compiled in \(Int(times.compile.milliseconds)) ms, linked in "
                        + "\(Int(times.link.milliseconds)) ms, started in "
                        + "\(Int(start.milliseconds)) ms.")
            }
            progress.say(
                "Serving \(target) (\(facts.interface.rawValue)\(workers > 1 ? ", \(workers) workers" : "")) "
                    + "at \(app.baseURL); Ctrl-C ends it."
            )
        case .failed(let failure):
            // Python's own files, such as <frozen importlib>, are no place to look at.
            let location = failure.location.flatMap { $0.file.hasPrefix("<") ? nil : $0 }
            let place =
                location.map {
                    "\($0.file):\($0.line)" + ($0.column.map { ":\($0)" } ?? "") + ": "
                } ?? ""
            // With the file's name before it, the message need not tell the line again.
            let message = failure.message.trimmingPrefix(#/Line \d+(, column \d+)?: /#)
            progress.say(place + (place.isEmpty ? failure.message : String(message)))
        }
    }

    /// Prints what the app prints until it ends.
    private func follow(_ app: HostedApp, _ progress: StandardErrorProgress) async {
        var access = AccessLog()
        for await event in app.events {
            switch event {
            case .log(let line): progress.say(line.text)
            case .answered(let exchange): progress.say(access.line(exchange, at: Date()))
            case .stalled(let place, _, _):
                progress.say(
                    "\(place.file):\(place.line): the event loop stood here for more than 50 ms"
                        + (place.source.map { ": \($0)" } ?? "."))
            case .ended(let end): progress.say("\(end)")
            case .replacing(let pause):
                progress.say("Another worker takes its place in \(pause.seconds) s.")
            case .replaced(.ready): progress.say("Another worker has taken its place.")
            case .replaced(.failed(let failure)):
                progress.say("The worker in its place did not start. \(failure.message)")
            // Python has printed these already.
            case .started, .traceback, .overlooked: continue
            }
        }
    }
}
