import NIOCore
import NIOHTTP1

/// One client's connection: reads requests one after the other, and writes their responses in
/// the same order (RFC 9112, section 9).
final class ClientConnection: ChannelInboundHandler, ChannelOutboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Bytes of a request body that may be under way to the app.
    private static let window = 256 << 10
    private static let idleLimit = TimeAmount.seconds(75)

    let hosted: HostedApp
    var context: ChannelHandlerContext?
    var client = (host: "", port: 0)
    var ordinal = 0
    var current: ServedRequest?
    var queue = CircularBuffer<HTTPServerRequestPart>()
    private var readIsHeld = false
    private var headTimer: Scheduled<Void>?
    var closesAfterwards = false
    var isDraining = false
    /// Set by `ByteWatch`: bytes arrived that were no whole head yet.
    var hasUnparsedBytes = false

    init(hosted: HostedApp) {
        self.hosted = hosted
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        client = (context.remoteAddress?.ipAddress ?? "", context.remoteAddress?.port ?? 0)
        hosted.opened(self)
        watchIdle(context, seen: -1)
    }

    func channelInactive(context: ChannelHandlerContext) {
        headTimer?.cancel()
        leave()
        hosted.closed(self)
        self.context = nil
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if closesAfterwards { return }
        if !queue.isEmpty || (current?.isReceived ?? false) {
            queue.append(part)
        } else {
            take(part)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        current?.mayBegin = true
        pump()
        if hasUnparsedBytes, current == nil, headTimer == nil, !closesAfterwards {
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

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if closesAfterwards && error is HTTPParserError { return }
        guard let error = error as? HTTPParserError, current == nil else {
            return context.close(promise: nil)
        }
        ordinal += 1
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "")
        current = ServedRequest(head: head, ordinal: ordinal)
        switch error {
        case .headerOverflow: refuse(431, "The header fields of this request are too large.")
        default: refuse(400, "This request is not HTTP/1.1.")
        }
    }

    /// Ends the connection.
    func close() {
        context?.close(promise: nil)
    }

    private var mustHoldRead: Bool {
        if isDraining { return false }
        if queue.count > 16 { return true }
        guard let current, current.stream != nil || current.isWaiting else { return false }
        return current.unconsumed + current.body.readableBytes > Self.window
    }

    func releaseRead() {
        if readIsHeld && !mustHoldRead {
            readIsHeld = false
            context?.read()
        }
    }

    private func watchIdle(_ context: ChannelHandlerContext, seen: Int) {
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.idleLimit) {
            guard let context = self.context else { return }
            if self.current == nil && self.ordinal == seen {
                context.close(promise: nil)
            } else {
                self.watchIdle(context, seen: self.current == nil ? self.ordinal : -1)
            }
        }
    }

    // MARK: Requests

    func take(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head): begin(head)
        case .body(let bytes):
            guard current != nil else { return }
            current?.receivedBytes += bytes.readableBytes
            current?.body.writeImmutableBuffer(bytes)
            if current?.receivedBytes ?? 0 > hosted.limits.bodyBytes { refuseBody() }
        case .end:
            hasUnparsedBytes = false
            current?.isReceived = true
            pump()
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        hasUnparsedBytes = false
        headTimer?.cancel()
        headTimer = nil
        ordinal += 1
        current = ServedRequest(head: head, ordinal: ordinal)
        if let refusal = RequestRules.refusal(of: head, limits: hosted.limits) {
            return refuse(refusal.status, refusal.text)
        }
        if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }),
            head.isHTTP11
        {
            context?.writeAndFlush(
                wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
        waitFor(session: hosted.session)
    }

    /// Goes on when the worker is ready, or has failed to be.
    private func waitFor(session: WorkerSession?) {
        guard let session else { return refuse(502, "No app is loaded.") }
        if case .some = session.readiness { return }
        current?.isWaiting = true
        let ordinal = ordinal
        session.outcome.assumeIsolated().whenSuccess { _ in
            guard self.current?.ordinal == ordinal else { return }
            self.current?.isWaiting = false
            self.pump()
        }
    }

    /// Hands on to the app what has arrived.
    func pump() {
        guard let request = current, !request.isRefused, !request.isAnswered else { return }
        if let stream = request.stream {
            sendBody(stream, request)
        } else if request.isReceived || request.mayBegin {
            dispatch(request)
        }
        releaseRead()
    }

    private func dispatch(_ request: ServedRequest) {
        guard let session = hosted.session else { return refuse(502, "No app is loaded.") }
        switch session.readiness {
        case nil:
            if !request.isWaiting { waitFor(session: session) }
        case .failed(let failure):
            refuse(502, "The app did not start. " + failure.message)
        case .ready: send(request, to: session)
        }
    }

    private func send(_ request: ServedRequest, to session: WorkerSession) {
        let exchange = Exchange(
            clientPort: client.port, ordinal: request.ordinal,
            method: request.head.method.rawValue, target: request.head.uri)
        guard let stream = session.open(self, exchange: exchange) else {
            return refuse(502, session.end?.description ?? "The app has just ended.")
        }
        var buffer = ByteBuffer()
        RequestFrame(
            head: request.head, client: client, body: request.body, more: !request.isReceived
        ).write(to: &buffer, stream: stream)
        session.write(buffer)
        current?.session = session
        current?.stream = stream
        current?.unconsumed = request.isReceived ? 0 : request.body.readableBytes
        current?.body.clear()
        current?.isSent = request.isReceived
    }

    private func sendBody(_ stream: UInt32, _ request: ServedRequest) {
        guard !request.isSent, let session = request.session else { return }
        if request.body.readableBytes > 0 {
            var buffer = ByteBuffer()
            buffer.writeFrame(.body, stream: stream) { $0.writeImmutableBuffer(request.body) }
            session.write(buffer)
            current?.unconsumed += request.body.readableBytes
            current?.body.clear()
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
