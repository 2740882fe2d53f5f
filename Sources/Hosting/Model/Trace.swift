/// What an app was given for a request, and what passed between it and the server.
package struct Trace: Sendable, Equatable, Codable {
    /// One thing that happened.
    package struct Event: Sendable, Equatable, Codable {
        /// Seconds since the request began.
        package var at: Double
        /// Who did it: `receive` or `send` of ASGI; `start_response`, `write` or `return` of WSGI;
        /// `route`, `respond`, `write` or `finish` of a Swift app.
        package var call: String
        /// The type of the message, or the status line.
        package var what: String
        /// The rest of it in a line; may be empty.
        package var detail: String
    }

    /// `asgi`, `wsgi` or `swift`.
    package var interface: String
    /// When the worker took the request, in seconds of a clock that all workers share.
    package var began: Double
    /// Seconds since then when the app was called.
    package var entered: Double
    /// Seconds since then when the app returned.
    package var left: Double
    /// The scope, or the environ: pairs of a name and a value as text.
    package var given: [[String]]
    /// What happened, in order; of very many the first 200.
    package var events: [Event]
}
