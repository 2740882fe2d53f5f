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

    private let hosted: HostedApp
    private var context: ChannelHandlerContext?
    private var client = (host: "", port: 0)
    private var ordinal = 0
    private var current: ServedRequest?
    private var queue = CircularBuffer<HTTPServerRequestPart>()
    private var readIsHeld = false
    private var headTimer: Scheduled<Void>?
    private var closesAfterwards = false
    private var isDraining = false
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

    private func releaseRead() {
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

    private func take(_ part: HTTPServerRequestPart) {
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
    private func pump() {
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

    private func leave() {
        guard let request = current, let stream = request.stream, !request.isAnswered else {
            return
        }
        request.session?.clientLeft(stream)
    }

    // MARK: Responses

    /// Writes a head and, unless the response is streamed, the body.
    ///
    /// Returns whether the app's fields can be a response; if not, the client gets a 502 that
    /// says so.
    func respond(_ head: ResponseHead, whole: ByteBuffer?) -> Bool {
        guard let request = current, request.framing == nil, let context else { return true }
        var buffer = ByteBuffer()
        let asked = ResponseSerializer.Context(
            isHead: request.head.method == .HEAD, isHTTP11: request.head.isHTTP11,
            keepAlive: request.head.isKeepAlive && request.isReceived,
            announcesKeepAlive: !request.head.isHTTP11)
        guard
            let result = ResponseSerializer.write(
                head, context: asked, wholeBytes: whole?.readableBytes, date: hosted.date(),
                to: &buffer)
        else {
            answer(PlainAnswer(502, "The app sent a header field that HTTP does not allow."))
            return false
        }
        current?.framing = result.framing
        current?.keepsAlive = result.keepAlive
        if let whole {
            var framing = result.framing
            _ = ResponseSerializer.write(part: whole, framing: &framing, to: &buffer)
            current?.framing = framing
            finish(with: buffer)
        } else {
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }
        return true
    }

    /// Writes a part of a streamed response, and asks for more as the client takes it.
    func respond(part: ByteBuffer) {
        guard let request = current, var framing = request.framing, let context else { return }
        var buffer = ByteBuffer()
        _ = ResponseSerializer.write(part: part, framing: &framing, to: &buffer)
        current?.framing = framing
        current?.owed += part.readableBytes
        if buffer.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(buffer), promise: nil) }
        if context.channel.isWritable { grantOwed() }
    }

    /// The streamed response is complete.
    func finishResponse() {
        finish(with: ByteBuffer())
    }

    /// The app gave up in the middle: the client must see that something is missing.
    func responseAborted() {
        if current?.framing == nil {
            answer(PlainAnswer(502, "The app gave up without an answer."))
        } else {
            abandon()
        }
    }

    /// The worker is gone.
    func appEnded(_ end: AppEnd) {
        if current?.framing == nil {
            answer(PlainAnswer(502, end.description))
        } else {
            abandon()
        }
    }

    /// The app took longer than its limit.
    func responseTimedOut(_ place: SourceLocation?, limit: Duration) {
        guard current?.framing == nil else { return abandon() }
        let stands = place.map { " It stands at line \($0.line) of \($0.file)." } ?? ""
        answer(PlainAnswer(504, "The app did not answer within \(limit)." + stands))
    }

    private func grantOwed() {
        guard let request = current, request.owed > 0, let stream = request.stream else { return }
        current?.owed = 0
        request.session?.grant(request.owed, stream: stream)
    }

    private func answer(_ answer: PlainAnswer) {
        _ = respond(answer.head, whole: answer.body)
    }

    private func refuse(_ status: Int, _ text: String) {
        guard let request = current else { return }
        current?.isRefused = true
        let isOurs = status < 500
        hosted.session?.refused(
            Exchange(
                clientPort: client.port, ordinal: request.ordinal,
                method: request.head.method.rawValue, target: request.head.uri, status: status,
                outcome: isOurs ? .refused : .appEnded(hosted.session?.end ?? .stopped)))
        answer(PlainAnswer(status, text))
    }

    private func refuseBody() {
        let limit = hosted.limits.bodyBytes
        guard current?.framing == nil else { return abandon() }
        leave()
        refuse(413, "The body of this request is longer than \(limit) bytes.")
    }

    private func headLimitReached() {
        guard current == nil, context != nil else { return }
        ordinal += 1
        current = ServedRequest(
            head: HTTPRequestHead(version: .http1_1, method: .GET, uri: ""), ordinal: ordinal)
        refuse(408, "The head of this request did not arrive in time.")
    }

    private func abandon() {
        current?.isAnswered = true
        close()
    }

    private func finish(with buffer: ByteBuffer) {
        guard let request = current, let framing = request.framing, let context else { return }
        var buffer = buffer
        let isComplete = ResponseSerializer.writeEnd(framing: framing, to: &buffer)
        current?.isAnswered = true
        if buffer.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(buffer), promise: nil) }
        guard isComplete else { return close() }
        if request.keepsAlive && request.isReceived {
            current = nil
            next()
        } else {
            linger(isReceived: request.isReceived)
        }
    }

    /// Closes; a client that is still sending must be able to read the answer first.
    private func linger(isReceived: Bool) {
        closesAfterwards = true
        guard !isReceived, let context else { return close() }
        isDraining = true
        context.close(mode: .output, promise: nil)
        releaseRead()
        context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { self.close() }
    }

    private func next() {
        while current?.isReceived != true, !queue.isEmpty {
            take(queue.removeFirst())
        }
        current?.mayBegin = true
        pump()
        releaseRead()
    }
}

/// One request on its way through the connection.
struct ServedRequest {
    let head: HTTPRequestHead
    let ordinal: Int
    var body = ByteBuffer()
    var receivedBytes = 0
    /// The request has arrived in full.
    var isReceived = false
    /// All that has arrived was handed on, and the app knows that it is the end.
    var isSent = false
    /// What has arrived by now may be handed on, though more is to come.
    var mayBegin = false
    var isWaiting = false
    var isRefused = false
    var isAnswered = false
    var session: WorkerSession?
    var stream: UInt32?
    /// Bytes handed on that the app has not read.
    var unconsumed = 0
    /// Bytes of the response that the app may be told were taken.
    var owed = 0
    var framing: BodyFraming?
    var keepsAlive = true

    init(head: HTTPRequestHead, ordinal: Int) {
        self.head = head
        self.ordinal = ordinal
    }
}

/// Notices bytes in front of the decoder, so that a head that never ends has an end.
final class ByteWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: ClientConnection

    init(connection: ClientConnection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.hasUnparsedBytes = true
        context.fireChannelRead(data)
    }
}
