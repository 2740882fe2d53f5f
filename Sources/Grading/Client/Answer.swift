package import Course

/// What came back for one request.
package struct Answer: Sendable, Hashable {
    package var status: Int
    /// The reason phrase of the status line; may be empty.
    package var reason: String
    /// Header fields in order, names as sent.
    package var headers: [RequestTemplate.Field]
    package var body: [UInt8]
    /// The TCP port that the request came from: by it the host knows the exchange.
    package var clientPort: Int
    /// From the first byte sent to the last one received.
    package var duration: Duration
    /// From the first byte sent to the end of the head.
    package var headAfter: Duration = .zero
    /// The pieces in which the body came, in order.
    package var pieces: [Piece] = []
    /// Whether the whole body came; not when the client left a stream, or the server broke off.
    package var isComplete = true
    /// Redirects that led here, in order.
    package var hops: [Answer] = []

    /// Some bytes of the body that came together.
    package struct Piece: Sendable, Hashable {
        /// How many bytes of the body are here by now, these included.
        package var end: Int
        /// Since the first byte sent.
        package var after: Duration
    }

    package init(
        status: Int, reason: String = "", headers: [RequestTemplate.Field], body: [UInt8],
        clientPort: Int, duration: Duration
    ) {
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body
        self.clientPort = clientPort
        self.duration = duration
    }

    /// The body as text; bytes that are not UTF-8 become U+FFFD.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the field `name` (any case), repeats joined by a comma; nil when absent.
    package func header(_ name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}

/// Why no answer came.
package enum NoAnswer: Error, Sendable, Hashable, CustomStringConvertible {
    /// Nothing listens at the address.
    case refused(address: String)
    /// The connection ended before the answer was complete.
    case closed
    /// Nothing complete came within the limit.
    case timedOut(Duration)
    /// What came is not HTTP/1.1.
    case malformed(String)

    package var description: String {
        switch self {
        case .refused(let address): "nothing listens at \(address)"
        case .closed: "the connection was closed before the answer was complete"
        case .timedOut(let limit): "no complete answer came within \(limit.seconds) s"
        case .malformed(let detail): "what came back is not HTTP/1.1: \(detail)"
        }
    }
}

extension Duration {
    /// The duration in seconds with one decimal, such as `5.0`.
    package var seconds: Double { (milliseconds / 100).rounded() / 10 }

    /// The duration in milliseconds.
    package var milliseconds: Double {
        Double(components.seconds) * 1_000 + Double(components.attoseconds) / 1e15
    }
}
