import NIOCore
import NIOHTTP1

/// One request on its way through the connection.
struct ServedRequest {
    let head: HTTPRequestHead
    let ordinal: Int
    var body = ByteBuffer()
    var receivedBytes = 0
    /// The request has arrived in full.
    var isReceived = false
    /// All that has arrived was handed on, and the app knows that it is the end.
    var isSent = false
    /// What has arrived by now may be handed on, though more is to come.
    var mayBegin = false
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

    init(head: HTTPRequestHead, ordinal: Int) {
        self.head = head
        self.ordinal = ordinal
    }
}
