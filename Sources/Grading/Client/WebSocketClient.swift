package import Course
import Foundation
package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// Opens WebSockets over loopback (RFC 6455).
package struct WebSocketClient: Sendable {
    /// What became of a request for a WebSocket.
    package enum Opening: Sendable {
        /// The server takes it.
        case accepted(WebSocket)
        /// The server answers something else.
        case denied(Answer)
    }

    /// The server's address.
    package var host: String
    /// The server's port.
    package var port: Int
    /// How long the handshake may take.
    package var limit: Duration
    private let group: any EventLoopGroup

    /// A client of the server at `host` and `port`.
    package init(
        host: String = "127.0.0.1", port: Int, limit: Duration = .seconds(15),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.host = host
        self.port = port
        self.limit = limit
        self.group = group
    }

    /// Asks for a WebSocket; of `request` the target and the fields are sent, such as
    /// `Sec-WebSocket-Protocol`.
    ///
    /// - Returns: the open WebSocket, which the caller closes, or the answer that came instead.
    /// - Throws: `NoAnswer`, or `CancellationError`.
    package func open(_ request: Request) async throws -> Opening {
        let loop = group.next()
        let opened = loop.makePromise(of: Opening.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: loop)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try configure(channel, opened) }
                }
                .connect(to: SocketAddress(ipAddress: host, port: port)).get()
        } catch {
            let refusal = NoAnswer.refused(address: "\(host):\(port)")
            opened.fail(refusal)
            throw refusal
        }
        return try await answer(to: request, on: channel, opened)
    }

    private func answer(
        to request: Request, on channel: any Channel, _ opened: EventLoopPromise<Opening>
    ) async throws -> Opening {
        let limit = limit
        let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) {
            opened.fail(NoAnswer.timedOut(limit))
        }
        defer { deadline.cancel() }
        do {
            let opening = try await withTaskCancellationHandler {
                send(request, on: channel)
                return try await opened.futureResult.get()
            } onCancel: {
                opened.fail(CancellationError())
            }
            if case .denied = opening { channel.close(promise: nil) }
            return opening
        } catch {
            channel.close(promise: nil)
            throw error
        }
    }

    private func configure(_ channel: any Channel, _ opened: EventLoopPromise<Opening>) throws {
        let denial = AnswerCollector { opened.completeWith($0.map(Opening.denied)) }
        let reference = NIOLoopBound(denial, eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketClientUpgrader(
            maxFrameSize: WebSocket.maxBytes, automaticErrorHandling: false
        ) { channel, head in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHandler(
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: .max,
                        maxAccumulatedFrameSize: WebSocket.maxBytes))
                let socket = WebSocket(channel, head)
                try pipeline.addHandler(WebSocketFrames(socket))
                pipeline.removeHandler(reference.value, promise: nil)
                opened.succeed(.accepted(socket))
            }
        }
        try channel.pipeline.syncOperations.addHTTPClientHandlers(
            leftOverBytesStrategy: .forwardBytes,
            withClientUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
        try channel.pipeline.syncOperations.addHandler(denial)
    }

    private func send(_ request: Request, on channel: any Channel) {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: request.target)
        head.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
        if !head.headers.contains(name: "Host") {
            head.headers.add(name: "Host", value: "\(host):\(port)")
        }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }
}

/// An open WebSocket.
package final class WebSocket: Sendable {
    /// Something that came.
    package enum Event: Sendable, Hashable {
        /// A text message.
        case text(String)
        /// A binary message.
        case binary([UInt8])
        /// The answer to a ping.
        case pong
        /// The end: the code that the server gave, nil when the connection broke off without one.
        case closed(code: Int?, reason: String)
    }

    /// A longer message is not received.
    static let maxBytes = 64 << 20

    /// What comes, in order; it ends after `closed`.
    package let events: AsyncStream<Event>
    /// The subprotocol that the server chose.
    package let subprotocol: String?
    /// The fields of the server's answer.
    package let headers: [RequestTemplate.Field]
    /// The TCP port that the request came from: by it the host knows the exchange.
    package let clientPort: Int
    private let channel: any Channel
    let sink: AsyncStream<Event>.Continuation

    init(_ channel: any Channel, _ head: HTTPResponseHead) {
        self.channel = channel
        (events, sink) = AsyncStream.makeStream()
        subprotocol = head.headers.first(name: "Sec-WebSocket-Protocol")
        headers = head.headers.map { .init(name: $0.name, value: $0.value) }
        clientPort = channel.localAddress?.port ?? 0
    }

    /// Sends a text message; after the end it is dropped.
    package func send(_ text: String) {
        write(.text, ByteBuffer(string: text))
    }

    /// Sends a binary message; after the end it is dropped.
    package func send(_ bytes: [UInt8]) {
        write(.binary, ByteBuffer(bytes: bytes))
    }

    /// Sends a ping.
    package func ping() {
        write(.ping, ByteBuffer())
    }

    /// Closes with a code and a reason of at most 123 bytes; `events` tells when it is done.
    package func close(code: Int = 1000, reason: String = "") {
        var contents = ByteBuffer()
        contents.writeInteger(UInt16(clamping: code))
        contents.writeString(reason)
        write(.connectionClose, contents)
    }

    /// Takes nothing more off the connection, as a client does that hangs.
    package func stopReading() async {
        // A connection that is gone is not read either.
        try? await channel.setOption(.autoRead, value: false).get()
    }

    /// Ends the connection without a word.
    package func drop() {
        channel.close(promise: nil)
    }

    private func write(_ opcode: WebSocketOpcode, _ contents: ByteBuffer) {
        let frame = WebSocketFrame(
            fin: true, opcode: opcode, maskKey: .random(), data: contents)
        channel.writeAndFlush(frame, promise: nil)
    }
}

/// Turns frames into events.
private final class WebSocketFrames: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let socket: WebSocket
    private var isOver = false

    init(_ socket: WebSocket) {
        self.socket = socket
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text: socket.sink.yield(.text(String(buffer: frame.data)))
        case .binary: socket.sink.yield(.binary(Array(buffer: frame.data)))
        case .pong: socket.sink.yield(.pong)
        case .ping: reply(.pong, frame.data, context)
        case .connectionClose: close(frame.data, context)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(code: nil, reason: "")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func close(_ contents: ByteBuffer, _ context: ChannelHandlerContext) {
        var rest = contents
        let code = rest.readInteger(as: UInt16.self)
        end(code: code.map(Int.init) ?? 1005, reason: String(buffer: rest))
        reply(.connectionClose, contents, context)
        context.close(promise: nil)
    }

    private func end(code: Int?, reason: String) {
        guard !isOver else { return }
        isOver = true
        socket.sink.yield(.closed(code: code, reason: reason))
        socket.sink.finish()
    }

    private func reply(
        _ opcode: WebSocketOpcode, _ contents: ByteBuffer, _ context: ChannelHandlerContext
    ) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: contents)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
