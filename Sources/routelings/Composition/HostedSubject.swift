import Grading
import Hosting

/// A hosted app as grading sees it: what the host recorded, in the grader's words.
struct HostedSubject: AppUnderTest {
    private let app: HostedApp

    init(_ app: HostedApp) {
        self.app = app
    }

    var port: Int { app.port }

    func startFailure() async -> FailedStart? {
        guard case .failed(let failure) = await app.start else { return nil }
        return FailedStart(
            message: failure.message, line: failure.location?.line,
            column: failure.location?.column, kind: failure.kind.rawValue,
            isOurs: failure.kind == .toolchain)
    }

    func routes() async -> [String] {
        guard case .ready(let facts) = await app.start else { return [] }
        return facts.routes.filter(\.isTheLearners).flatMap { route in
            route.methods.filter { $0 != "HEAD" && $0 != "OPTIONS" }.map { "\($0) \(route.path)" }
        }
    }

    func testimony(of clientPorts: [Int]) async -> Testimony {
        let record = await app.record()
        let ports = Set(clientPorts)
        let log = record.log.map(\.text).joined(separator: "\n")
        return Testimony(
            exchanges: record.exchanges.filter { ports.contains($0.clientPort) }
                .map(Testimony.Exchange.init),
            appLog: log)
    }

    func notes() async -> [String] {
        let leftovers = await app.end().leftovers
        guard !leftovers.isEmpty else { return [] }
        let commands = Set(leftovers.map(\.command)).sorted().joined(separator: ", ")
        return [
            leftovers.count == 1
                ? "The program left a process running (\(commands)); it was ended."
                : "The program left \(leftovers.count) processes running (\(commands)); they were ended."
        ]
    }
}

extension Testimony.Exchange {
    fileprivate init(_ exchange: Hosting.Exchange) {
        self.init(
            clientPort: exchange.clientPort, entered: exchange.entered, left: exchange.left,
            handler: exchange.handler.flatMap(Testimony.Place.init),
            traceback: exchange.traceback.map(Testimony.Traceback.init),
            stall: exchange.stall.map(Testimony.Place.init),
            log: exchange.log.map(\.text).joined(separator: "\n"),
            failure: Testimony.Failure(exchange))
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
            place: traceback.frames.last.map(Testimony.Place.init))
    }
}

extension Testimony.Failure {
    fileprivate init?(_ exchange: Hosting.Exchange) {
        let request = "\(exchange.method) \(exchange.target)"
        switch exchange.outcome {
        case .timedOut(let location):
            let place =
                location.map { " It stands at line \($0.line): `\($0.source ?? "")`." } ?? ""
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
