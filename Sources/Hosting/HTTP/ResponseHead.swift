package import NIOCore
import NIOHTTP1

/// The head of a response as the app gave it, read from a frame.
package struct ResponseHead: Sendable, Equatable {
    /// The status, 100 to 999.
    package var status: Int
    /// Lines of `name: value`, each with its line break; checked by the worker.
    package var fields: ByteBuffer

    /// Reads the head at the start of a frame's payload; what follows stays in `payload`.
    package init?(from payload: inout ByteBuffer) {
        guard
            let status = payload.readInteger(endianness: .little, as: UInt16.self),
            let length = payload.readInteger(endianness: .little, as: UInt32.self),
            let fields = payload.readSlice(length: Int(length)), (100...999).contains(status)
        else { return nil }
        self.status = Int(status)
        self.fields = fields
    }

    /// A head of our own.
    package init(status: Int, fields: String) {
        self.status = status
        self.fields = ByteBuffer(string: fields)
    }
}

/// How the end of a response body is told (RFC 9112, section 6).
package enum BodyFraming: Sendable, Equatable {
    /// There is no body.
    case none
    /// A known number of bytes is still to come.
    case length(Int)
    /// Chunks.
    case chunked
    /// The end of the connection.
    case untilClose
}

/// Writes response heads and bodies as HTTP/1.1 asks for, whatever the app asked for.
package struct ResponseSerializer {
    /// What about the request decides how it is answered.
    package struct Context: Sendable {
        /// Whether the method is HEAD: fields as for GET, no body.
        package var isHead: Bool
        /// Whether the client speaks HTTP/1.1: chunks are for them only.
        package var isHTTP11: Bool
        /// Whether the connection may stay open.
        package var keepAlive: Bool
        /// Whether an HTTP/1.0 client has to be told that it does.
        package var announcesKeepAlive: Bool
    }

    /// What the head said.
    package struct Result: Sendable, Equatable {
        /// How the body ends.
        package var framing: BodyFraming
        /// Whether the connection stays open after this response.
        package var keepAlive: Bool
    }

    /// Writes a head and decides about the body.
    ///
    /// - Parameters:
    ///   - head: what the app gave.
    ///   - context: what about the request decides.
    ///   - wholeBytes: the size of a body that is known in full, nil for a streamed one.
    ///   - date: the value of the `Date` field.
    ///   - buffer: where the head is written to.
    /// - Returns: nil when the app's status or fields cannot be a response.
    package static func write(
        _ head: ResponseHead, context: Context, wholeBytes: Int?, date: String,
        to buffer: inout ByteBuffer
    ) -> Result? {
        let start = buffer.writerIndex
        if head.status == 200 {
            buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
        } else {
            let status = HTTPResponseStatus(statusCode: head.status)
            buffer.writeString("HTTP/1.1 \(head.status) \(status.reasonPhrase)\r\n")
        }
        // A status below 200 is no answer: the client would go on waiting for one.
        guard head.status >= 200, let seen = ResponseFields.copy(head.fields, to: &buffer) else {
            buffer.moveWriterIndex(to: start)
            return nil
        }
        var keepAlive = context.keepAlive && !seen.asksToClose
        let framing = framing(head.status, context, wholeBytes, seen.contentLength)
        if framing == .untilClose { keepAlive = false }
        let known = seen.contentLength ?? (context.isHead ? nil : wholeBytes)
        if head.status != 204, let length = known,
            head.status != 304 || seen.contentLength != nil
        {
            buffer.writeStaticString("content-length: ")
            buffer.writeDecimal(length)
            buffer.writeStaticString("\r\n")
        }
        if framing == .chunked { buffer.writeStaticString("transfer-encoding: chunked\r\n") }
        seen.writeMissing(date: date, to: &buffer)
        if !keepAlive {
            buffer.writeStaticString("connection: close\r\n")
        } else if context.announcesKeepAlive {
            buffer.writeStaticString("connection: keep-alive\r\n")
        }
        buffer.writeStaticString("\r\n")
        return Result(framing: framing, keepAlive: keepAlive)
    }

    /// Writes the fields of a head that has no body; returns whether they can be sent.
    package static func writeFields(
        of head: ResponseHead, date: String, to buffer: inout ByteBuffer
    ) -> Bool {
        guard let seen = ResponseFields.copy(head.fields, to: &buffer) else { return false }
        seen.writeMissing(date: date, to: &buffer)
        return true
    }

    /// Writes a part of a body; returns whether it was more than the head had promised.
    package static func write(
        part: ByteBuffer, framing: inout BodyFraming, to buffer: inout ByteBuffer
    ) -> Bool {
        guard part.readableBytes > 0 else { return false }
        switch framing {
        case .none: return false
        case .untilClose: buffer.writeImmutableBuffer(part)
        case .chunked:
            buffer.writeString(String(part.readableBytes, radix: 16) + "\r\n")
            buffer.writeImmutableBuffer(part)
            buffer.writeString("\r\n")
        case .length(let left):
            var part = part
            let count = min(left, part.readableBytes)
            let excess = part.readableBytes > left
            if let slice = part.readSlice(length: count) { buffer.writeImmutableBuffer(slice) }
            framing = .length(left - count)
            return excess
        }
        return false
    }

    /// Writes the end of a body; returns whether the response is complete as promised.
    package static func writeEnd(framing: BodyFraming, to buffer: inout ByteBuffer) -> Bool {
        if framing == .chunked { buffer.writeString("0\r\n\r\n") }
        if case .length(let left) = framing { return left == 0 }
        return true
    }

    private static func framing(
        _ status: Int, _ context: Context, _ wholeBytes: Int?, _ contentLength: Int?
    ) -> BodyFraming {
        if context.isHead || status == 204 || status == 304 { return .none }
        if let length = contentLength ?? wholeBytes { return .length(length) }
        return context.isHTTP11 ? .chunked : .untilClose
    }
}
