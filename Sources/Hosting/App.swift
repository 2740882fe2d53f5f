/// A learner's app, and how it is to be served.
package struct App: Sendable {
    /// Where the callable is found.
    package enum Source: Sendable, Equatable {
        /// A Python file and the name of the callable in it.
        case file(_ path: String, callable: String = "app")
        /// An importable module and the name of the callable in it.
        case module(_ name: String, callable: String = "app")
        /// A Swift file that defines `addRoutes(to:)`.
        case routes(_ path: String)
    }

    /// How the callable is called.
    package enum Interface: String, Sendable, Equatable {
        /// ASGI when calling it gives a coroutine, WSGI otherwise.
        case auto
        /// PEP 3333.
        case wsgi
        /// ASGI 3.
        case asgi
        /// Hummingbird's responder, in a compiled program; what `Source.routes` gets, whatever is asked.
        case swift
    }

    /// Where the callable is found.
    package var source: Source
    /// How the callable is called.
    package var interface: Interface = .auto
    /// The worker's folder; nil is a fresh one that is removed afterwards.
    package var workingDirectory: String?
    /// Folders put in front of `sys.path`, before the file's own.
    package var searchPaths: [String] = []
    /// Variables added to the worker's environment.
    package var environment: [String: String] = [:]
    /// Modules that the worker inherits already imported; nil is the host's own list.
    package var preload: [String]?
    /// How many requests a WSGI app handles at the same time.
    package var threads = 32
    /// The address to listen on.
    package var host = "127.0.0.1"
    /// The port to listen on; 0 is any free one.
    package var port = 0
    /// The path that the app is mounted at: SCRIPT_NAME, `root_path`.
    package var rootPath = ""
    /// What the app may use.
    package var limits = AppLimits()
    /// Whether opening a port of its own ends the start with a message.
    package var refusesOwnSockets = true
    /// Whether what each request was given and did is recorded, with times.
    package var traces = false
    /// Whether each finished exchange is among the events.
    package var tellsAnswers = false
    /// How many workers share the requests.
    package var workers = 1
    /// Whether another worker takes the place of one that ends unasked, after a pause that grows
    /// from 0.1 s to 10 s while they keep ending.
    package var replacesWorkers = false
    /// How long open requests may take to finish when the app is stopped, and then the app itself to
    /// shut down; zero ends it at once.
    package var grace: Duration = .zero

    /// Describes an app with the usual settings.
    package init(_ source: Source) {
        self.source = source
    }
}

/// What an app may use of time and space.
package struct AppLimits: Sendable {
    /// From the fork to readiness; nil is without end.
    package var startup: Duration? = .seconds(5)
    /// From a request's arrival to the end of its response; nil is without end.
    package var request: Duration? = .seconds(10)
    /// Whether a response that has begun may take longer, as a stream of events does.
    package var streamsFreely = false
    /// From the first byte of a request to the end of its head.
    package var head: Duration = .seconds(10)
    /// How long a client may do nothing when it is its turn.
    ///
    /// That is to send a request or more of a body, or to take what it is sent. It is noticed after
    /// once to twice as long.
    package var clientPause: Duration = .seconds(60)
    /// All that the app prints.
    package var outputBytes = 1 << 20
    /// All lines that the app prints.
    package var outputLines = 20_000
    /// The body of one request.
    package var bodyBytes = 16 << 20
    /// The header fields of one request.
    package var headerBytes = 64 << 10
    /// The target of one request: path and query.
    package var targetBytes = 16 << 10
    /// One WebSocket message that a client sends.
    package var messageBytes = 16 << 20
    /// The worker's address space (Linux).
    package var memoryBytes = 2 << 30
    /// The worker's processor time, in seconds.
    package var cpuSeconds = 600
    /// The worker's open files.
    package var openFiles = 1024
    /// The worker's processes: itself and all that it has started (Linux).
    package var processes = 64
    /// What the worker may write: to any one file, and below its folder in all.
    package var diskBytes = 256 << 20
    /// How many exchanges are remembered; older ones are forgotten first.
    package var recordedExchanges = 10_000

    /// The usual limits.
    package init() {}
}
