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
    /// - Returns: nil when the app's fields cannot be a response.
    package static func write(
        _ head: ResponseHead, context: Context, wholeBytes: Int?, date: String,
        to buffer: inout ByteBuffer
    ) -> Result? {
        let start = buffer.writerIndex
        let status = HTTPResponseStatus(statusCode: head.status)
        if head.status == 200 {
            buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
        } else {
            buffer.writeString("HTTP/1.1 \(head.status) \(status.reasonPhrase)\r\n")
        }
        guard let seen = copyFields(of: head, to: &buffer) else {
            buffer.moveWriterIndex(to: start)
            return nil
        }
        var keepAlive = context.keepAlive && !seen.asksToClose
        let framing = framing(head.status, context, wholeBytes, seen.contentLength)
        if framing == .untilClose { keepAlive = false }
        let bodyless = head.status == 204 || head.status < 200
        if !bodyless, let length = seen.contentLength ?? (context.isHead ? nil : wholeBytes),
            head.status != 304 || seen.contentLength != nil
        {
            buffer.writeString("content-length: \(length)\r\n")
        }
        if framing == .chunked { buffer.writeString("transfer-encoding: chunked\r\n") }
        if !seen.hasDate { buffer.writeString("date: \(date)\r\n") }
        if !seen.hasServer { buffer.writeStaticString("server: routelings\r\n") }
        if !keepAlive {
            buffer.writeString("connection: close\r\n")
        } else if context.announcesKeepAlive {
            buffer.writeString("connection: keep-alive\r\n")
        }
        buffer.writeString("\r\n")
        return Result(framing: framing, keepAlive: keepAlive)
    }

    /// Writes the fields of a head that has no body; returns whether they can be sent.
    package static func writeFields(
        of head: ResponseHead, date: String, to buffer: inout ByteBuffer
    ) -> Bool {
        guard let seen = copyFields(of: head, to: &buffer) else { return false }
        if !seen.hasDate { buffer.writeString("date: \(date)\r\n") }
        if !seen.hasServer { buffer.writeStaticString("server: routelings\r\n") }
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
        if context.isHead || status < 200 || status == 204 || status == 304 { return .none }
        if let length = contentLength ?? wholeBytes { return .length(length) }
        return context.isHTTP11 ? .chunked : .untilClose
    }

    private struct Seen {
        var contentLength: Int?
        var asksToClose = false
        var hasDate = false
        var hasServer = false
    }

    private static func copyFields(of head: ResponseHead, to buffer: inout ByteBuffer) -> Seen? {
        var seen = Seen()
        let view = head.fields.readableBytesView
        var rest = view[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest[...end]
            rest = rest[(end + 1)...]
            guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex,
                line[..<colon].allSatisfy(isTokenByte)
            else { return nil }
            // Names of other lengths are nothing to us, and most fields have one.
            guard notedLengths.contains(colon - line.startIndex) else {
                buffer.writeBytes(line)
                continue
            }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            let value = String(decoding: line[(colon + 1)...].dropLast(2), as: UTF8.self)
            if note(name, value.trimmed, in: &seen) { buffer.writeBytes(line) }
        }
        return rest.isEmpty ? seen : nil
    }

    /// The lengths of the names in `note`.
    private static let notedLengths: [Int] = [4, 6, 10, 14, 17]

    /// Returns whether the field is passed on as it is.
    private static func note(_ name: String, _ value: String, in seen: inout Seen) -> Bool {
        switch name {
        case "content-length":
            seen.contentLength = Int(value)
            return false
        case "connection":
            if value.lowercased() == "close" { seen.asksToClose = true }
            return false
        case "transfer-encoding", "keep-alive": return false
        case "date": seen.hasDate = true
        case "server": seen.hasServer = true
        default: break
        }
        return true
    }

    /// Whether a byte may stand in a field name (RFC 9110, 5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E,
            0x5E...0x60, 0x7C, 0x7E:
            true
        default: false
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(
            drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
