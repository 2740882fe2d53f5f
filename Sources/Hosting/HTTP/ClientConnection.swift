import NIOCore

/// One client's connection: reads requests one after the other, and writes their responses in
/// the same order (RFC 9112, section 9).
///
/// The next head is read when the response before it is complete; until then its bytes wait.
final class ClientConnection: ChannelInboundHandler, ChannelOutboundHandler,
    RemovableChannelHandler, HostedConnection
{
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Bytes of a request body that may be under way to the app.
    private static let window = 256 << 10
    /// Bytes of later requests that may wait for the present one.
    private static let pipelinedBytes = 64 << 10

    let hosted: HostedApp
    var context: ChannelHandlerContext?
    var client = (host: "", port: 0)
    var ordinal = 0
    var current: ServedRequest?
    var inbound = ByteBuffer()
    private var parser: RequestParser
    private var isAdvancing = false
    private(set) var readIsHeld = false
    private var headTimer: Scheduled<Void>?
    /// Cancelled with the connection, which it would otherwise keep in memory.
    var patience: Scheduled<Void>?
    var closesAfterwards = false
    var isDraining = false
    /// The client sends no more; it may still read.
    var inputEnded = false

    init(hosted: HostedApp) {
        self.hosted = hosted
        parser = RequestParser(limits: hosted.limits)
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        client = (context.remoteAddress?.ipAddress ?? "", context.remoteAddress?.port ?? 0)
        hosted.opened(self)
        watchProgress(since: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        headTimer?.cancel()
        patience?.cancel()
        hosted.closed(self)
        self.context = nil
    }

    /// May come in the midst of writing an answer: nothing that has arrived is begun any more.
    func channelInactive(context: ChannelHandlerContext) {
        leave()
        current = nil
        closesAfterwards = true
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if closesAfterwards { return }
        if inbound.readableBytes == 0 {
            inbound = bytes
        } else {
            inbound.discardReadBytes()
            inbound.writeBuffer(&bytes)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        advance()
        if inbound.readableBytes > 0, current == nil, headTimer == nil, !closesAfterwards {
            headTimer = context.eventLoop.assumeIsolated().scheduleTask(
                in: TimeAmount(hosted.limits.head)
            ) { self.headLimitReached() }
        }
        context.fireChannelReadComplete()
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

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            inputEnded = true
            takeInputEnd()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Ends the connection.
    func close() {
        context?.close(promise: nil)
    }

    func closeIfIdle() {
        if current == nil { close() }
    }

    private var mustHoldRead: Bool {
        if isDraining { return false }
        guard let current else { return false }
        if current.isReceived { return inbound.readableBytes > Self.pipelinedBytes }
        guard current.stream != nil || current.isWaiting else { return false }
        return current.unconsumed + current.body.readableBytes > Self.window
    }

    func releaseRead() {
        if readIsHeld && !mustHoldRead {
            readIsHeld = false
            context?.read()
        }
    }

    /// A client that has ended its side may wait for its answer; more than that it cannot want.
    private func takeInputEnd() {
        guard let request = current, request.isReceived, !closesAfterwards else { return close() }
        if let stream = request.stream, !request.isAnswered {
            request.session?.inputEnded(stream)
        }
    }

    // MARK: Requests

    /// Reads what has arrived, as far as the order of responses allows.
    func advance() {
        guard !isAdvancing else { return }
        isAdvancing = true
        defer { isAdvancing = false }
        while !closesAfterwards, context != nil {
            if current == nil {
                guard let head = nextHead() else { break }
                begin(head)
            }
            receiveBody()
            pump()
            if current != nil { break }
        }
        // What is not complete by now never will be.
        if inputEnded, current?.isReceived != true, !closesAfterwards { close() }
    }

    private func nextHead() -> RequestHead? {
        do {
            return try parser.next(from: &inbound)
        } catch {
            ordinal += 1
            current = ServedRequest(head: nil, ordinal: ordinal)
            refuse(error.status, error.text)
            return nil
        }
    }

    private func begin(_ head: RequestHead) {
        headTimer?.cancel()
        headTimer = nil
        ordinal += 1
        current = ServedRequest(head: head, ordinal: ordinal)
        if head.body == .none { current?.reader = nil }
        if head.expectsContinue, inbound.readableBytes == 0, head.body != .none {
            context?.writeAndFlush(
                wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
    }

    /// Takes what has arrived of the present request's body.
    private func receiveBody() {
        while var reader = current?.reader {
            do {
                let part = try reader.next(from: &inbound)
                current?.reader = part == .end ? nil : reader
                guard case .bytes(let bytes) = part else { break }
                current?.receivedBytes += bytes.readableBytes
                current?.body.writeImmutableBuffer(bytes)
                if current?.receivedBytes ?? 0 > hosted.limits.bodyBytes {
                    return refuseBody(
                        413, "The body is longer than \(hosted.limits.bodyBytes) bytes.")
                }
            } catch {
                return refuseBody(error.status, error.text)
            }
        }
    }

    /// Hands on to the app what has arrived.
    func pump() {
        guard let request = current, !request.isRefused, !request.isAnswered else { return }
        if let stream = request.stream {
            sendBody(stream, request)
        } else {
            dispatch(request)
        }
        releaseRead()
    }

    private func dispatch(_ request: ServedRequest) {
        if hosted.isStopping { return refuse(503, "The server is stopping. Ask it again later.") }
        guard let session = hosted.pick() else { return refuse(502, "No app is loaded.") }
        switch session.readiness {
        case nil: waitFor(session)
        case .failed(let failure): refuse(502, "The app did not start. " + failure.message)
        case .ready(let facts):
            if facts.interface == .asgi, request.head?.asksForWebSocket == true {
                openWebSocket(request, session)
            } else {
                send(request, .request, to: session)
            }
        }
    }

    /// Goes on when the worker is ready, or has failed to be.
    private func waitFor(_ session: WorkerSession) {
        guard current?.isWaiting == false else { return }
        current?.isWaiting = true
        let ordinal = ordinal
        session.outcome.assumeIsolated().whenSuccess { _ in
            guard self.current?.ordinal == ordinal else { return }
            self.current?.isWaiting = false
            self.pump()
        }
    }

    func send(_ request: ServedRequest, _ kind: FrameKind, to session: WorkerSession) {
        guard let head = request.head else { return }
        let exchange = Exchange(
            clientHost: client.host, clientPort: client.port, ordinal: request.ordinal,
            method: request.method, target: request.target, version: request.version)
        guard let stream = session.open(self, exchange: exchange) else {
            return refuse(502, session.end?.description ?? "The app has just ended.")
        }
        let frame = RequestFrame(
            head: head, client: client, body: request.body, more: !request.isReceived)
        session.write { frame.write(kind, to: &$0, stream: stream) }
        current?.session = session
        current?.stream = stream
        current?.unconsumed = request.isReceived ? 0 : request.body.readableBytes
        current?.body = ByteBuffer()
        current?.isSent = request.isReceived
    }

    private func sendBody(_ stream: UInt32, _ request: ServedRequest) {
        guard !request.isSent, let session = request.session else { return }
        if request.body.readableBytes > 0 {
            session.write { buffer in
                buffer.writeFrame(.body, stream: stream) { $0.writeImmutableBuffer(request.body) }
            }
            current?.unconsumed += request.body.readableBytes
            current?.body = ByteBuffer()
        }
        if request.isReceived {
            session.send(.bodyEnd, stream: stream)
            current?.isSent = true
        }
    }

    /// The app has read this much of the request body.
    func bodyConsumed(_ count: Int) {
        guard let unconsumed = current?.unconsumed else { return }
        current?.unconsumed = max(0, unconsumed - count)
        releaseRead()
    }

    func leave() {
        guard let request = current, let stream = request.stream, !request.isAnswered else {
            return
        }
        request.session?.clientLeft(stream)
    }
}
