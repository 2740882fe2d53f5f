package import NIOCore

/// A request as a worker gets it: one frame, its payload one marshalled tuple.
package struct RequestFrame {
    /// The head as the client sent it.
    package var head: RequestHead
    /// The client's address and port.
    package var client: (host: String, port: Int)
    /// The body, or its beginning.
    package var body: ByteBuffer
    /// Whether more of the body follows in frames of its own.
    package var more: Bool

    /// A frame for the request that `head` begins.
    package init(
        head: RequestHead, client: (host: String, port: Int), body: ByteBuffer, more: Bool
    ) {
        self.head = head
        self.client = client
        self.body = body
        self.more = more
    }

    /// Writes the frame; `kind` is `.request` or `.webSocket`.
    package func write(_ kind: FrameKind, to buffer: inout ByteBuffer, stream: UInt32) {
        buffer.writeFrame(kind, stream: stream) { buffer in
            var writer = MarshalWriter(appendingTo: buffer)
            buffer = ByteBuffer()
            write(with: &writer)
            buffer = writer.buffer
        }
    }

    private func write(with writer: inout MarshalWriter) {
        head.bytes.withUnsafeReadableBytes { bytes in
            writer.beginTuple(count: 10)
            writer.write(string: bytes[head.method])
            if head.path.isEmpty {
                // RFC 9110, 4.2.3: `http://host` is the same as `http://host/`.
                writer.write(bytes: CollectionOfOne(UInt8(ascii: "/")))
            } else {
                writer.write(bytes: bytes[head.path])
            }
            writer.write(bytes: bytes[head.query])
            writer.write(head.isHTTP11 ? "1.1" : "1.0")
            writer.beginList(count: head.fields.count)
            for field in head.fields {
                writer.beginTuple(count: 2)
                writer.write(lowercasing: bytes[field.name])
                writer.write(bytes: bytes[value(of: field)])
            }
        }
        writer.write(client.host)
        writer.write(Int32(client.port))
        writer.write(Int32(-1))
        writer.write(bytes: body)
        writer.write(more)
    }

    /// RFC 9112, 3.2.2: the host in an absolute target is the one that counts.
    private func value(of field: RequestHead.Field) -> Range<Int> {
        guard let authority = head.authority, head.hasName(field, "host") else {
            return field.value
        }
        return authority
    }
}
