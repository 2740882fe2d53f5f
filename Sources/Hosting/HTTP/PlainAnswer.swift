import NIOCore

/// An answer of the server itself: plain text that names the cause.
struct PlainAnswer {
    let head: ResponseHead
    let body: ByteBuffer

    init(_ status: Int, _ text: String) {
        head = ResponseHead(status: status, fields: "content-type: text/plain; charset=utf-8\r\n")
        body = ByteBuffer(string: text + "\n")
    }
}
