import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The opening handshake (RFC 6455, section 4.2).
extension ClientConnection {
    /// Asks the app whether it takes the WebSocket that a request asks for.
    func openWebSocket(_ request: ServedRequest, _ session: WorkerSession) {
        guard request.head?.values("sec-websocket-version") == ["13"] else {
            return refuse(
                426, "This server speaks version 13 of WebSocket.",
                fields: "sec-websocket-version: 13\r\nupgrade: websocket\r\n")
        }
        guard let keys = request.head?.values("sec-websocket-key"), keys.count == 1,
            keys[0].utf8.count == 24, keys[0].hasSuffix("=="),
            keys[0].utf8.dropLast(2).allSatisfy(\.isBase64)
        else { return refuse(400, "Sec-WebSocket-Key must be 16 bytes in base64.") }
        send(request, .webSocket, to: session)
    }

    /// The app takes it: frames from now on.
    ///
    /// Returns whether the app's fields can be a response; if not, the client gets a 502.
    func acceptWebSocket(_ head: ResponseHead) -> Bool {
        guard let request = current, let context, let session = request.session,
            let stream = request.stream
        else { return true }
        var response = ByteBuffer()
        let accept = Self.acceptKey(request.head?.values("sec-websocket-key").first ?? "", context)
        response.writeString(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
                + "sec-websocket-accept: \(accept)\r\n")
        guard ResponseSerializer.writeFields(of: head, date: hosted.date(), to: &response) else {
            refuse(502, "The app sent a header field that HTTP does not allow.")
            return false
        }
        response.writeStaticString("\r\n")
        context.writeAndFlush(wrapOutboundOut(response), promise: nil)
        guard current != nil else { return true }  // gone in this moment, as the app knows
        let limit = min(hosted.limits.messageBytes, Int(UInt32.max))
        let socket = WebSocketConnection(
            hosted: hosted, session: session, stream: stream, maxBytes: limit)
        session.accepted(stream, by: socket)
        handOver(to: socket, maxFrameSize: limit, context)
        return true
    }

    /// Puts `socket` in this handler's place; what has arrived already is its.
    private func handOver(
        to socket: WebSocketConnection, maxFrameSize: Int, _ context: ChannelHandlerContext
    ) {
        let early = inbound
        inbound = ByteBuffer()
        current = nil
        closesAfterwards = true
        releaseRead()
        let pipeline = context.pipeline.syncOperations
        do {
            try pipeline.addHandlers(
                [
                    WebSocketFrameEncoder(),
                    ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: maxFrameSize)),
                    socket,
                ], position: .after(self))
        } catch {
            return close()
        }
        if early.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(early)) }
        if inputEnded { socket.close() }
        pipeline.removeHandler(self, promise: nil)
    }

    /// RFC 6455, 4.2.2: what proves that the server has read the key.
    private static func acceptKey(_ key: String, _ context: ChannelHandlerContext) -> String {
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
        let fields: HTTPHeaders = ["sec-websocket-key": key, "sec-websocket-version": "13"]
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: fields)
        var accept = ""
        // The future is complete when it is returned: nothing above waits for anything.
        upgrader.buildUpgradeResponse(
            channel: context.channel, upgradeRequest: head, initialResponseHeaders: [:]
        ).assumeIsolated().whenSuccess { accept = $0.first(name: "sec-websocket-accept") ?? "" }
        return accept
    }
}

extension UInt8 {
    /// Whether a byte is a digit of base64 (RFC 4648, section 4).
    fileprivate var isBase64: Bool {
        switch self {
        case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2B, 0x2F: true
        default: false
        }
    }
}
