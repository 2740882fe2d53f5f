import NIOCore
import NIOWebSocket

/// A client's connection after its handshake: messages go both ways until one side closes.
final class WebSocketConnection: ChannelInboundHandler, ChannelOutboundHandler, HostedConnection {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private enum State {
        case open
        /// A close frame was sent, and the client's is awaited.
        case closing
        case closed
    }

    /// Bytes of messages that may be under way to the app.
    private static let window = 256 << 10
    /// What a message counts beside its contents, so that empty ones do not pile up;
    /// `websocket.py` has the same number.
    static let messageWeight = 128
    /// How long the client may take to answer a close frame.
    private static let closingLimit = TimeAmount.seconds(5)
    /// How often an idle client is asked whether it is still there.
    private static let pingInterval = TimeAmount.seconds(20)

    private let hosted: HostedApp
    private let session: WorkerSession
    private let stream: UInt32
    private let maxBytes: Int
    private var context: ChannelHandlerContext?
    private var state = State.open
    private var input: WebSocketInput
    /// Weight of messages handed on that the app has not taken.
    private var unconsumed = 0
    /// Bytes of the app's messages that it may be told were taken.
    private var owed = 0
    private var readIsHeld = false
    private var flushIsDue = false
    private var hasHeard = true
    private var pingTimer: Scheduled<Void>?

    init(hosted: HostedApp, session: WorkerSession, stream: UInt32, maxBytes: Int) {
        self.hosted = hosted
        self.session = session
        self.stream = stream
        self.maxBytes = maxBytes
        input = WebSocketInput(maxBytes: maxBytes)
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        hosted.opened(self)
        watch(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        pingTimer?.cancel()
        hosted.closed(self)
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasHeard = true
        guard state != .closed else { return }
        do {
            if let event = try input.take(unwrapInboundIn(data)) { take(event) }
        } catch {
            refuse(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        lost()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { close() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? NIOWebSocketError {
            refuse(WebSocketFault(error, maxBytes: maxBytes))
        } else {
            close()
        }
    }

    func read(context: ChannelHandlerContext) {
        if mustHoldRead {
            readIsHeld = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { grantOwed() }
        context.fireChannelWritabilityChanged()
    }

    private var mustHoldRead: Bool { state == .open && unconsumed > Self.window }

    /// Ends the connection without a word; the client sees 1006.
    func close() {
        context?.close(promise: nil)
    }

    /// Does nothing: the worker closes it with a code.
    func closeIfIdle() {}

    // MARK: The client

    private func take(_ event: WebSocketInput.Event) {
        switch event {
        case .message(let isText, let contents):
            guard state == .open else { return }
            unconsumed += contents.readableBytes + Self.messageWeight
            session.write { buffer in
                buffer.writeFrame(.message, stream: stream) {
                    $0.writeInteger(UInt8(isText ? 0 : 1))
                    $0.writeImmutableBuffer(contents)
                }
            }
        case .ping(let contents):
            if state == .open { send(.pong, contents) }
        case .pong: break
        case .close(let code, let reason):
            if state == .open {
                sendClose(code.map { ($0, reason) })
                session.webSocketEnded(stream, code: code ?? 1005, reason: reason)
            }
            state = .closed
            context?.flush()
            close()
        }
    }

    private func refuse(_ fault: WebSocketFault) {
        guard state == .open else { return close() }
        session.webSocketEnded(stream, code: fault.code, reason: fault.reason)
        end(code: fault.code, reason: fault.reason)
    }

    /// The connection is gone.
    private func lost() {
        if state == .open { session.webSocketEnded(stream, code: 1006, reason: "") }
        state = .closed
    }

    /// A client that has gone without a word is found by a ping.
    private func watch(_ context: ChannelHandlerContext) {
        pingTimer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.pingInterval) {
            guard let context = self.context, self.state == .open else { return }
            guard self.hasHeard || self.readIsHeld else { return self.close() }
            self.hasHeard = false
            self.send(.ping, ByteBuffer())
            self.watch(context)
        }
    }

    // MARK: The app

    /// The app has taken messages of this weight.
    func consumed(_ weight: Int) {
        unconsumed = max(0, unconsumed - weight)
        if readIsHeld && !mustHoldRead {
            readIsHeld = false
            context?.read()
        }
    }

    /// Sends a message of the app's: a byte for its kind, then its contents.
    func send(message payload: ByteBuffer) {
        var contents = payload
        guard state == .open, let kind = contents.readInteger(as: UInt8.self) else { return }
        owed += payload.readableBytes
        send(kind == 0 ? .text : .binary, contents)
        if context?.channel.isWritable ?? false { grantOwed() }
    }

    /// The app closes.
    func close(code: UInt16, reason: String) {
        if state == .open { end(code: code, reason: reason) }
    }

    /// The worker is gone, or goes.
    func appEnded(_ end: AppEnd) {
        guard state == .open else { return }
        if end == .stopped {
            self.end(code: 1012, reason: "the server restarts or stops")
        } else {
            self.end(code: 1011, reason: "the app ended")
        }
    }

    private func end(code: UInt16, reason: String) {
        state = .closing
        sendClose((code, reason))
        context?.flush()
        context?.eventLoop.assumeIsolated().scheduleTask(in: Self.closingLimit) { self.close() }
        consumed(.max)
    }

    private func grantOwed() {
        guard owed > 0 else { return }
        session.grant(owed, stream: stream)
        owed = 0
    }

    // MARK: Frames

    private func sendClose(_ status: (code: UInt16, reason: String)?) {
        var contents = ByteBuffer()
        if let (code, reason) = status {
            contents.writeInteger(code)
            contents.writeSubstring(reason.prefix(utf8Bytes: 123))
        }
        send(.connectionClose, contents)
    }

    /// Writes a frame, flushed once the loop has seen to all that waits.
    private func send(_ opcode: WebSocketOpcode, _ contents: ByteBuffer) {
        guard let context else { return }
        let frame = WebSocketFrame(fin: true, opcode: opcode, data: contents)
        context.write(wrapOutboundOut(frame), promise: nil)
        guard !flushIsDue else { return }
        flushIsDue = true
        context.eventLoop.assumeIsolated().execute {
            self.flushIsDue = false
            self.context?.flush()
        }
    }
}

extension String {
    /// The longest beginning of at most this many bytes of UTF-8 that cuts no character.
    func prefix(utf8Bytes limit: Int) -> Substring {
        var text = self[...]
        while text.utf8.count > limit { text.removeLast() }
        return text
    }
}
