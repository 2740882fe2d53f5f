/// What the host saw of an app since its last start.
package struct HostRecord: Sendable, Equatable {
    /// Exchanges in the order of arrival.
    package var exchanges: [Exchange] = []
    /// What the app printed outside of any request.
    package var log: [LogLine] = []
    /// How the worker ended; nil while it runs.
    package var end: AppEnd?
    /// Processes that the app had left behind, ended by the host.
    package var leftovers: [LeftoverProcess] = []
    /// Whether the app was ended for printing too much.
    package var outputTruncated = false
}

extension HostRecord {
    /// What was seen of several workers together.
    init(of records: [HostRecord]) {
        self.init(
            exchanges: records.flatMap(\.exchanges), log: records.flatMap(\.log),
            end: records.lazy.compactMap(\.end).first, leftovers: records.flatMap(\.leftovers),
            outputTruncated: records.contains(where: \.outputTruncated))
    }
}

/// One request and what became of it.
package struct Exchange: Sendable, Equatable {
    /// What became of a request.
    package enum Outcome: Sendable, Equatable {
        /// No answer yet.
        case pending
        /// The whole response was handed to the client's connection.
        case answered
        /// The client left before the response was complete.
        case clientLeft
        /// No complete response within the limit; the place where the app stood, if known.
        case timedOut(SourceLocation?)
        /// The worker ended before the response was complete.
        case appEnded(AppEnd)
        /// The app gave up in the middle of the response.
        case aborted
        /// The server refused the request: 400, 408, 413, 431.
        case refused
    }

    /// The client's address; empty where it has none.
    package var clientHost = ""
    /// The client's TCP port.
    package var clientPort: Int
    /// Which request on its connection, from 1.
    package var ordinal: Int
    /// The method as sent.
    package var method: String
    /// Path and query as sent.
    package var target: String
    /// The version that the client speaks, such as `HTTP/1.1`.
    package var version = "HTTP/1.1"
    /// The status that the client got; 101 for a WebSocket that was accepted.
    package var status: Int?
    /// The bytes of the response body that were handed to the client's connection.
    package var responseBytes = 0
    /// The code with which a WebSocket was closed (RFC 6455, section 7.4), 1006 for one that broke.
    package var closeCode: Int?
    /// The place in the app's sequence of entries and exits where the app was called.
    package var entered: Int?
    /// The place in the same sequence where the app returned.
    package var left: Int?
    /// The function that answered, where the framework says so.
    package var handler: Handler?
    /// The exception that this request caused.
    package var traceback: Traceback?
    /// The place in the learner's file where this request held up the event loop, and every other
    /// request with it, for more than 50 ms.
    package var stall: SourceLocation?
    /// Asynchronous work that the request began and nobody looked after.
    package var oversights: [Oversight] = []
    /// What the request was given and did, where `App.traces` asks for it.
    package var trace: Trace?
    /// What the app printed for this request.
    package var log: [LogLine] = []
    /// What became of the request.
    package var outcome: Outcome = .pending
}

/// One line that an app printed.
package struct LogLine: Sendable, Equatable {
    /// Where a line came from.
    package enum Source: UInt8, Sendable, Equatable {
        /// Written past Python's streams: by C code or another process.
        case raw = 0
        /// `sys.stdout`.
        case stdout = 1
        /// `sys.stderr`, where the log goes too.
        case stderr = 2
    }

    /// Where the line came from.
    package var source: Source
    /// The text without the line break.
    package var text: String
}

/// A process that the learner's program had started and left behind.
package struct LeftoverProcess: Sendable, Equatable {
    /// Its process id, not valid any more.
    package var pid: Int
    /// Its command line.
    package var command: String
}

/// How a worker ended.
package enum AppEnd: Sendable, Equatable, CustomStringConvertible {
    /// The host ended it, as planned.
    case stopped
    /// It called `os._exit` or ended otherwise with this code.
    case exited(code: Int)
    /// A signal ended it.
    case killed(signal: Int)
    /// It printed more than this many bytes or lines.
    case outputLimit(bytes: Int, lines: Int)
    /// It had more than this many processes.
    case processLimit(Int)
    /// It wrote more than this to its folder.
    case diskLimit(bytes: Int)
    /// A Swift program crashed, with the runtime's message and the learner's line.
    case crashed(message: String, at: SourceLocation?)
    /// Its channel carried rubbish.
    case corrupted
    /// It did not answer within the limit.
    case timedOut
    /// The supervising processes ended.
    case unsupervised

    /// A sentence about the app.
    package var description: String {
        switch self {
        case .stopped: "The app was stopped."
        case .exited(let code):
            "The app ended itself with exit code \(code): look for exit, in Python os._exit too."
        case .killed(let signal): "The app was ended by signal \(signal)\(Self.hint(signal))."
        case .outputLimit(let bytes, let lines):
            "The app printed more than \(bytes) bytes or \(lines) lines and was ended: "
                + "look for a loop that prints."
        case .processLimit(let count):
            "The app had more than \(count) processes and was ended with all of them: "
                + "look for a loop that starts processes."
        case .diskLimit(let bytes):
            "The app filled its folder with more than \(bytes >> 20) MB and was ended: "
                + "look for a loop that writes to files."
        case .crashed(let message, let place):
            "The app crashed: \(message)." + (place.map { " It stood at line \($0.line)." } ?? "")
        case .corrupted:
            "The app wrote to a connection that is not its own and was ended: "
                + "look for writes to file descriptors that the program did not open."
        case .timedOut: "The app did not answer within its time limit and was ended."
        case .unsupervised: "The process that supervises the app ended, and the app with it."
        }
    }

    private static func hint(_ signal: Int) -> String {
        switch signal {
        case 6: " (abort)"
        case 9: " (killed)"
        case 11: " (a crash in native code)"
        case 24: " (its processor time was used up)"
        case 25: " (a file grew too large: look for a loop that writes to it)"
        default: ""
        }
    }
}

/// Something that happened in an app, for following it.
package enum HostEvent: Sendable, Equatable {
    /// The app printed a line.
    case log(LogLine)
    /// A request raised an exception.
    case traceback(Traceback, method: String, target: String)
    /// The event loop stood at this line for more than 50 ms: no other request got on. Method and
    /// target are nil when it was not a request that held it.
    case stalled(SourceLocation, method: String?, target: String?)
    /// A request began asynchronous work that nobody looked after. Method and target are nil when
    /// it was none.
    case overlooked(Oversight, method: String?, target: String?)
    /// The whole response has been handed to the client's connection; only where
    /// `App.tellsAnswers` asks for it.
    case answered(Exchange)
    /// The app was started again, with this outcome.
    case started(StartOutcome)
    /// The worker ended unasked.
    case ended(AppEnd)
    /// Another worker is going to take the place of one that ended; only where
    /// `App.replacesWorkers` asks for it.
    case replacing(after: Duration)
    /// The worker in another's place was started, with this outcome.
    case replaced(StartOutcome)
}
