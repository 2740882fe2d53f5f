import NIOCore

/// An answer of the server itself: plain text that names the cause.
struct PlainAnswer {
    let head: ResponseHead
    let body: ByteBuffer

    /// `fields` are further lines of the header, each with its line break.
    init(_ status: Int, _ text: String, fields: String = "") {
        head = ResponseHead(
            status: status, fields: "content-type: text/plain; charset=utf-8\r\n" + fields)
        body = ByteBuffer(string: text + "\n")
    }
}
