package import NIOCore
package import NIOHTTP1

/// A request as a worker gets it: one frame, its payload one marshalled tuple.
package struct RequestFrame {
    /// The head as the client sent it.
    package var head: HTTPRequestHead
    /// The client's address and port.
    package var client: (host: String, port: Int)
    /// The body, or its beginning.
    package var body: ByteBuffer
    /// Whether more of the body follows in frames of its own.
    package var more: Bool

    /// Writes the frame.
    package func write(to buffer: inout ByteBuffer, stream: UInt32) {
        buffer.writeFrame(.request, stream: stream) { buffer in
            var writer = MarshalWriter(appendingTo: buffer)
            buffer = ByteBuffer()
            write(with: &writer)
            buffer = writer.buffer
        }
    }

    private func write(with writer: inout MarshalWriter) {
        let (path, query) = Self.split(target: head.uri)
        writer.beginTuple(count: 10)
        writer.write(head.method.rawValue)
        writer.write(bytes: path)
        writer.write(bytes: query)
        writer.write("\(head.version.major).\(head.version.minor)")
        writer.beginList(count: head.headers.count)
        for (name, value) in head.headers {
            writer.beginTuple(count: 2)
            writer.write(bytes: name.utf8.map { $0.asciiLowercased })
            writer.write(bytes: value.utf8)
        }
        writer.write(client.host)
        writer.write(Int32(client.port))
        writer.write(Int32(-1))
        writer.write(bytes: body)
        writer.write(more)
    }

    /// Splits a request target into path and query, without the question mark; the absolute form
    /// (RFC 9112, 3.2.2) loses scheme and authority.
    package static func split(
        target: String
    ) -> (path: Substring.UTF8View, query: Substring.UTF8View) {
        var rest = target[...]
        if !rest.hasPrefix("/"), let scheme = rest.firstRange(of: "://") {
            let path = rest[scheme.upperBound...].firstIndex { $0 == "/" || $0 == "?" }
            rest = path.map { rest[$0...] } ?? "/"
        }
        let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?"))
        let query = mark.map { rest[rest.utf8.index(after: $0)...] } ?? rest[rest.endIndex...]
        return (rest[..<(mark ?? rest.endIndex)].utf8, query.utf8)
    }
}

extension UInt8 {
    /// The lower case of an ASCII letter, any other byte unchanged.
    package var asciiLowercased: UInt8 {
        (0x41...0x5A).contains(self) ? self | 0x20 : self
    }
}
