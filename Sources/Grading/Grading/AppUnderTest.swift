package import Course

/// A learner's app that is up, or failed to come up, as grading sees it.
///
/// Whoever hosts the app provides this: grading starts no process.
package protocol AppUnderTest: Sendable {
    /// Where requests are sent, on 127.0.0.1: a port for each copy of the app, at least one.
    var ports: [Int] { get }
    /// Why the app did not come up; nil when it is ready.
    ///
    /// - Throws: `GraderFailure` when that is our fault.
    func startFailure() async throws -> FailedStart?
    /// The routes that the app knows, each as `GET /tools/{id}`; empty when it cannot tell.
    func routes() async -> [String]
    /// What the host saw of the requests that came from these client ports. It waits, for a bounded
    /// time, until the app is through with them.
    ///
    /// - Throws: `GraderFailure` when what the host saw is our fault.
    func testimony(of clientPorts: [Int]) async throws -> Testimony
    /// Returns when the app has had a turn on a processor since the question, where it can tell; within
    /// a bounded time, also when nobody is served meanwhile.
    func turn() async
    /// Does something to the app's processes.
    ///
    /// - Returns: why it did not come up again; nil when it did, or was not to.
    /// - Throws: `GraderFailure` when it cannot be done for reasons of ours.
    func carryOut(_ order: AppOrder) async throws -> FailedStart?
    /// The text of each file in the app's scratch folder, by its path in it; bytes that are no UTF-8
    /// become U+FFFD, and large files are cut.
    func scratchFiles() async -> [String: String]
    /// Ends the app and says what it did outside of any check, such as leaving processes behind.
    /// Asked once, last.
    func notes() async -> [String]
}

extension AppUnderTest {
    /// An app that cannot tell.
    package func turn() async {}
}

/// Why a learner's app did not come up.
package struct FailedStart: Sendable, Hashable {
    /// What happened, why and the next step, for the learner.
    package var message: String
    /// The learner's line, when known: from 1.
    package var line: Int?
    /// The column, from 1, when known.
    package var column: Int?
    /// The class of failure as one word, such as `syntaxError`.
    package var kind: String
    /// Whether it is a failure of ours, which costs the learner nothing.
    package var isOurs: Bool

    package init(
        message: String, line: Int? = nil, column: Int? = nil, kind: String, isOurs: Bool = false
    ) {
        self.isOurs = isOurs
        self.message = message
        self.line = line
        self.column = column
        self.kind = kind
    }
}

/// What the host saw of some requests.
package struct Testimony: Sendable {
    /// One request inside the app.
    package struct Exchange: Sendable {
        package var clientPort: Int
        /// When it entered the app and when it left, as places in one order of such events; nil
        /// when it did not.
        package var entered: Int?
        package var left: Int?
        package var handler: Place?
        package var traceback: Traceback?
        /// The line that held up the app's event loop during this request; nil when none did for
        /// long.
        ///
        /// A clock tells it: evidence for where, never for whether.
        package var stall: Place?
        /// What the app printed while it answered.
        package var log: String
        /// Those lines of `log` that went to standard error.
        package var errors = ""
        /// Those that went to standard output.
        package var output = ""
        /// Why the app gave no answer of its own, in words for the learner; nil when it did.
        package var failure: Failure?

        package init(
            clientPort: Int, entered: Int? = nil, left: Int? = nil, handler: Place? = nil,
            traceback: Traceback? = nil, stall: Place? = nil, log: String = "",
            failure: Failure? = nil
        ) {
            self.clientPort = clientPort
            self.entered = entered
            self.left = left
            self.handler = handler
            self.traceback = traceback
            self.stall = stall
            self.log = log
            self.failure = failure
        }
    }

    /// A place in the learner's file.
    package struct Place: Sendable, Hashable {
        package var function: String?
        package var file: String
        /// From 1.
        package var line: Int

        package init(function: String? = nil, file: String, line: Int) {
            self.function = function
            self.file = file
            self.line = line
        }
    }

    /// An exception that the app did not handle.
    package struct Traceback: Sendable, Hashable {
        package var type: String
        package var message: String
        /// The innermost line of the learner's own.
        package var place: Place?
        /// What helps against an exception that is well known; nil for any other.
        package var advice: String?

        package init(
            type: String, message: String, place: Place? = nil, advice: String? = nil
        ) {
            self.type = type
            self.message = message
            self.advice = advice
            self.place = place
        }
    }

    /// Why a request got no answer from the app.
    package struct Failure: Sendable, Hashable {
        package var message: String
        package var place: Place?
        /// Whether nothing more can be asked of this app: it ended, or is stuck.
        package var isFinal: Bool
        /// What the runtime said when the app crashed; nil when it did not.
        package var crash: String?

        package init(
            message: String, place: Place? = nil, isFinal: Bool, crash: String? = nil
        ) {
            self.message = message
            self.place = place
            self.isFinal = isFinal
            self.crash = crash
        }
    }

    package var exchanges: [Exchange]
    /// What the app printed outside of any request, so far.
    package var appLog: String
    /// Those lines of `appLog` that went to standard error.
    package var appErrors = ""
    /// Those that went to standard output.
    package var appOutput = ""
    /// How the app's process ended, as a code or a signal; nil while it runs.
    package var exit: Exit?

    /// How a process ended.
    package enum Exit: Sendable, Hashable {
        case code(Int)
        case signal(Int)
    }

    package init(exchanges: [Exchange], appLog: String = "") {
        self.exchanges = exchanges
        self.appLog = appLog
    }

    /// How many of these requests were inside the app at once: no clock is asked, only the order
    /// in which they entered and left.
    package var highWater: Int {
        let events = exchanges.flatMap { exchange -> [(place: Int, change: Int)] in
            guard let entered = exchange.entered else { return [] }
            return [(entered, 1)] + (exchange.left.map { [($0, -1)] } ?? [])
        }
        var inside = 0
        return events.sorted { $0.place < $1.place }.reduce(0) { highest, event in
            inside += event.change
            return max(highest, inside)
        }
    }
}
