import NIOCore

/// One request on its way through the connection; touched on its loop only.
final class ServedRequest {
    /// Nil for one that was refused before its head was complete.
    let head: RequestHead?
    let ordinal: Int
    /// What is still to arrive; nil once the body is complete.
    var reader: BodyReader?
    var body = ByteBuffer()
    var receivedBytes = 0
    /// All that has arrived was handed on, and the app knows that it is the end.
    var isSent = false
    var isWaiting = false
    var isRefused = false
    var isAnswered = false
    var session: WorkerSession?
    var stream: UInt32?
    /// Bytes handed on that the app has not read.
    var unconsumed = 0
    /// Bytes of the response that the app may be told were taken.
    var owed = 0
    var framing: BodyFraming?
    var keepsAlive = true
    /// The bytes of the response body.
    var answeredBytes = 0

    init(head: RequestHead?, ordinal: Int) {
        self.head = head
        self.ordinal = ordinal
        reader = head.map { BodyReader($0.body) }
    }

    /// The request has arrived in full.
    var isReceived: Bool { reader == nil }
    /// Whether the client speaks HTTP/1.1.
    var isHTTP11: Bool { head?.isHTTP11 ?? true }
    var version: String { isHTTP11 ? "HTTP/1.1" : "HTTP/1.0" }
    var method: String { head.map { $0.text($0.method) } ?? "-" }
    var target: String { head.map { $0.text($0.target) } ?? "-" }
}
