/// A WebSocket client that sends exactly the frames it is told to, right or wrong.
struct RawWebSocket: Sendable {
    /// A frame as the server sent it.
    struct Frame: Equatable, Sendable {
        var opcode: UInt8
        var contents: [UInt8]

        var text: String { String(decoding: contents, as: UTF8.self) }
        /// The code of a close frame, 0 for none.
        var code: Int { contents.count < 2 ? 0 : Int(contents[0]) << 8 | Int(contents[1]) }
        /// The reason of a close frame.
        var reason: String { String(decoding: contents.dropFirst(2), as: UTF8.self) }
    }

    let client: RawClient
    /// The answer to the handshake.
    let reply: Reply

    /// Asks for a WebSocket and runs `body` when the answer is there, whatever it is.
    static func with<R: Sendable>(
        _ port: Int, _ path: String, fields: String = "",
        _ body: (RawWebSocket) async throws -> R
    ) async throws -> R {
        try await RawClient.with(port: port) { client in
            try await client.send(handshake(path, fields: fields))
            let reply = Reply(try await client.readHead())
            return try await body(RawWebSocket(client: client, reply: reply))
        }
    }

    /// The opening handshake of RFC 6455, section 1.3, with its key.
    static func handshake(_ path: String, fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "\(fields)\r\n"
    }

    /// Sends a frame: its first byte, and contents that are masked unless said otherwise.
    func send(_ first: UInt8, _ contents: [UInt8] = [], masks: Bool = true) async throws {
        try await client.send(Self.frame(first, contents, masks: masks))
    }

    func send(text: String) async throws {
        try await send(0x81, Array(text.utf8))
    }

    static func frame(_ first: UInt8, _ contents: [UInt8], masks: Bool = true) -> [UInt8] {
        let bit: UInt8 = masks ? 0x80 : 0
        var bytes = [first]
        switch contents.count {
        case ...125: bytes.append(bit | UInt8(contents.count))
        case ...65_535:
            bytes += [bit | 126, UInt8(contents.count >> 8), UInt8(contents.count & 0xFF)]
        default:
            bytes.append(bit | 127)
            bytes += (0..<8).reversed().map { UInt8(contents.count >> ($0 * 8) & 0xFF) }
        }
        guard masks else { return bytes + contents }
        let mask: [UInt8] = [1, 2, 3, 4]
        return bytes + mask + contents.enumerated().map { $0.element ^ mask[$0.offset % 4] }
    }

    /// Reads the next frame, answering pings; nil at the end of the connection.
    func next() async throws -> Frame? {
        while let frame = try await read() {
            guard frame.opcode == 9 else { return frame }
            try await send(0x8A, frame.contents)
        }
        return nil
    }

    private func read() async throws -> Frame? {
        let head = try await client.read(exactly: 2)
        guard head.count == 2 else { return nil }
        var length = Int(head[1])
        if length > 125 {
            let more = try await client.read(exactly: length == 126 ? 2 : 8)
            length = more.reduce(0) { $0 << 8 | Int($1) }
        }
        return Frame(opcode: head[0] & 0x0F, contents: try await client.read(exactly: length))
    }
}
