import Course
import Foundation
import Grading
import Hosting

/// A hosted app as grading sees it: what the host recorded, in the grader's words.
struct HostedSubject: AppUnderTest {
    /// The copies of the app, at least one.
    private let copies: [HostedApp]
    /// How the copies are served, for starting them anew.
    private let app: Hosting.App?
    private let changes = Changes()

    init(_ hosted: HostedApp) {
        copies = [hosted]
        app = nil
    }

    /// Copies of `app`, which all work in its folder.
    init(_ hosted: [HostedApp], of app: Hosting.App) {
        copies = hosted
        self.app = app
    }

    /// What orders have changed in how the app is served.
    private actor Changes {
        var environment: [String: String] = [:]
        var threads: Int?

        func take(_ order: AppOrder) {
            environment.merge(order.environment) { $1 }
            threads = order.threads ?? threads
        }
    }

    var port: Int { copies[0].port }
    var ports: [Int] { copies.map(\.port) }

    func startFailure() async throws -> FailedStart? {
        for copy in copies {
            if let failed = try await failure(copy.start, of: copy) { return failed }
        }
        return nil
    }

    /// A start that failed as the learner's doing.
    ///
    /// - Throws: `GraderFailure` when what looks after the app has ended, and the app with it;
    ///   `CancellationError`.
    private func failure(
        _ outcome: StartOutcome, of copy: HostedApp
    ) async throws -> FailedStart? {
        try Task.checkCancellation()
        guard case .failed(let failure) = outcome else { return nil }
        // A start that was under way may have failed for that very reason.
        if await copy.record().end == .unsupervised { throw GraderFailure.lostSupervision }
        return FailedStart(failure)
    }

    func carryOut(_ order: AppOrder) async throws -> FailedStart? {
        guard var app else {
            throw GraderFailure(kind: "host", message: "This app cannot be started anew here.")
        }
        await changes.take(order)
        app.environment.merge(await changes.environment) { $1 }
        app.threads = await changes.threads ?? app.threads
        let meant = order.copy.map { [$0 - 1] } ?? Array(copies.indices)
        guard let first = meant.first, copies.indices.contains(first) else {
            throw GraderFailure(
                kind: "course", message: "There is no copy \(order.copy ?? 0) of the app.")
        }
        for index in meant { _ = await copies[index].end() }
        if order.verb == .kill { return nil }
        if order.verb == .fresh, let folder = app.workingDirectory { try empty(folder) }
        for index in meant {
            let outcome = try await copies[index].reload(app)
            if let failed = try await failure(outcome, of: copies[index]) { return failed }
        }
        return nil
    }

    private func empty(_ folder: String) throws {
        // Whoever has put a link in its place does not get emptied what it leads to.
        if try FileManager.default.attributesOfItem(atPath: folder)[.type] as? FileAttributeType
            != .typeDirectory
        {
            try FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    /// How much of one scratch file is looked at.
    private static let maxFileBytes = 1 << 20

    /// A Swift program hears the server on a thread of its own, whatever its handlers do; a Python
    /// app's loop may be the very thing that is held up.
    func turn() async {
        for copy in copies { await copy.turn() }
    }

    func scratchFiles() async -> [String: String] {
        guard let folder = app?.workingDirectory,
            let names = FileManager.default.enumerator(atPath: folder)
        else { return [:] }
        var files: [String: String] = [:]
        while let name = names.nextObject() as? String {
            // What vanishes meanwhile, or is no plain file, has no text; a pipe would never end.
            let path = "\(folder)/\(name)"
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            guard attributes?[.type] as? FileAttributeType == .typeRegular,
                let file = FileHandle(forReadingAtPath: "\(folder)/\(name)"),
                let bytes = try? file.read(upToCount: Self.maxFileBytes)
            else { continue }
            files[name] = String(decoding: bytes, as: UTF8.self)
        }
        return files
    }

    func routes() async -> [String] {
        guard case .ready(let facts) = await copies[0].start else { return [] }
        return facts.routes.filter(\.isTheLearners).flatMap { route in
            route.methods.filter { $0 != "HEAD" && $0 != "OPTIONS" }.map { "\($0) \(route.path)" }
        }
    }

    func testimony(of clientPorts: [Int]) async throws -> Testimony {
        let ports = Set(clientPorts)
        var testimony = Testimony(exchanges: [])
        for copy in copies {
            let record = await copy.record()
            if record.end == .unsupervised { throw GraderFailure.lostSupervision }
            testimony.exchanges += record.exchanges.filter { ports.contains($0.clientPort) }
                .map(Testimony.Exchange.init)
            testimony.appLog += record.log.text()
            testimony.appOutput += record.log.text(.stdout)
            testimony.appErrors += record.log.text(.stderr)
            testimony.exit = testimony.exit ?? record.end.flatMap(Testimony.Exit.init)
        }
        return testimony
    }

    /// Whether a process of the app was killed and not by us: by itself, or from outside.
    func wasKilled() async -> Bool {
        for copy in copies {
            if await copy.record().end == .killed(signal: Int(SIGKILL)) { return true }
        }
        return false
    }

    func notes() async -> [String] {
        var leftovers: [LeftoverProcess] = []
        for copy in copies { leftovers += await copy.end().leftovers }
        guard !leftovers.isEmpty else { return [] }
        // Of very many only the first are told by name.
        let commands = Set(leftovers.map(\.name)).subtracting([""]).sorted()
            .joined(separator: ", ")
        return [
            leftovers.count == 1
                ? "The program left a process running (\(commands)); it was ended."
                : "The program left \(leftovers.count) processes running (\(commands)); they were ended."
        ]
    }
}

extension GraderFailure {
    /// The processes that look after the app are gone.
    static let lostSupervision = GraderFailure(
        kind: "host",
        message: "\(AppEnd.unsupervised) Something outside ended it. Run the check again.")
}

extension LeftoverProcess {
    /// What a learner calls it: a fork has the command line of the process that loads the file.
    fileprivate var name: String {
        command.contains("from routelings_host import") ? "copies of itself" : command
    }
}

extension FailedStart {
    fileprivate init(_ failure: StartFailure) {
        self.init(
            message: failure.message, line: failure.location?.line,
            column: failure.location?.column, kind: failure.kind.rawValue,
            isOurs: failure.kind == .toolchain)
    }
}

extension Testimony.Exit {
    fileprivate init?(_ end: AppEnd) {
        switch end {
        case .exited(let code): self = .code(code)
        case .killed(let signal): self = .signal(signal)
        // A trap of the Swift runtime, whatever it is called on this processor.
        case .crashed: self = .signal(Int(SIGILL))
        case .stopped, .outputLimit, .processLimit, .diskLimit, .corrupted, .timedOut,
            .unsupervised:
            return nil
        }
    }
}

extension [LogLine] {
    /// The lines, or those from `source`, as one text.
    fileprivate func text(_ source: LogLine.Source? = nil) -> String {
        filter { source == nil || $0.source == source }.map(\.text).joined(separator: "\n")
    }
}

extension Testimony.Exchange {
    fileprivate init(_ exchange: Hosting.Exchange) {
        self.init(
            clientPort: exchange.clientPort, entered: exchange.entered, left: exchange.left,
            handler: exchange.handler.flatMap(Testimony.Place.init),
            traceback: exchange.traceback.map(Testimony.Traceback.init),
            stall: exchange.stall.map(Testimony.Place.init), log: exchange.log.text(),
            failure: Testimony.Failure(exchange))
        output = exchange.log.text(.stdout)
        errors = exchange.log.text(.stderr)
    }
}

extension Testimony.Place {
    fileprivate init?(_ handler: Hosting.Handler) {
        guard let file = handler.file, let line = handler.line else { return nil }
        self.init(function: handler.function, file: file, line: line)
    }

    fileprivate init(_ location: Hosting.SourceLocation) {
        self.init(function: location.function, file: location.file, line: location.line)
    }
}

extension Testimony.Traceback {
    fileprivate init(_ traceback: Hosting.Traceback) {
        self.init(
            type: traceback.type, message: traceback.message,
            place: traceback.frames.last.map(Testimony.Place.init),
            advice: StartUpDiagnosis.wellKnown(
                type: traceback.type, message: traceback.message, log: ""))
    }
}

extension Testimony.Failure {
    fileprivate init?(_ exchange: Hosting.Exchange) {
        let request = "\(exchange.method) \(exchange.target)"
        switch exchange.outcome {
        case .timedOut(let location):
            let text = location?.source.map { ": `\($0)`" } ?? ""
            let place = location.map { " It stands at line \($0.line)\(text)." } ?? ""
            self.init(
                message: "\(request) got no answer within the time limit.\(place)",
                place: location.map(Testimony.Place.init), isFinal: true)
        case .appEnded(.crashed(let crash, let location)):
            let end = AppEnd.crashed(message: crash, at: location)
            self.init(
                message: "\(end) It was answering \(request).",
                place: location.map(Testimony.Place.init), isFinal: true, crash: crash)
        case .appEnded(let end):
            self.init(message: "\(end) It was answering \(request).", isFinal: true)
        case .aborted:
            self.init(
                message: "The app broke off in the middle of its answer to \(request).",
                isFinal: false)
        case .pending, .answered, .clientLeft, .refused: return nil
        }
    }
}
