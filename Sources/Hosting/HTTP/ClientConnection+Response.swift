import NIOCore
import NIOHTTP1

/// What a client is answered.
extension ClientConnection {
    /// From this size on a body is written as it came, not copied behind its head.
    private static let largeBytes = 16 << 10

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
        if let whole, whole.readableBytes >= Self.largeBytes,
            result.framing == .length(whole.readableBytes)
        {
            context.write(wrapOutboundOut(buffer), promise: nil)
            current?.framing = .length(0)
            finish(with: whole)
        } else if let whole {
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

    func grantOwed() {
        guard let request = current, request.owed > 0, let stream = request.stream else { return }
        current?.owed = 0
        request.session?.grant(request.owed, stream: stream)
    }

    private func answer(_ answer: PlainAnswer) {
        _ = respond(answer.head, whole: answer.body)
    }

    func refuse(_ status: Int, _ text: String) {
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

    func refuseBody() {
        let limit = hosted.limits.bodyBytes
        guard current?.framing == nil else { return abandon() }
        leave()
        refuse(413, "The body of this request is longer than \(limit) bytes.")
    }

    func headLimitReached() {
        guard current == nil, context != nil else { return }
        ordinal += 1
        current = ServedRequest(
            head: HTTPRequestHead(version: .http1_1, method: .GET, uri: ""), ordinal: ordinal)
        refuse(408, "The head of this request did not arrive in time.")
    }

    func abandon() {
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
