import NIOCore

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
        let keepAlive =
            (request.head?.keepsAlive ?? false) && request.isReceived
            && (!inputEnded || inbound.readableBytes > 0)
            && !hosted.isStopping
        let asked = ResponseSerializer.Context(
            isHead: request.head?.isHead ?? false, isHTTP11: request.isHTTP11,
            keepAlive: keepAlive, announcesKeepAlive: !request.isHTTP11)
        guard
            let result = ResponseSerializer.write(
                head, context: asked, wholeBytes: whole?.readableBytes, date: hosted.date(),
                to: &buffer)
        else {
            answer(
                PlainAnswer(502, "The app sent a status or a header field that HTTP forbids."))
            return false
        }
        current?.framing = result.framing
        current?.keepsAlive = result.keepAlive
        if let whole, whole.readableBytes >= Self.largeBytes,
            result.framing == .length(whole.readableBytes)
        {
            context.write(wrapOutboundOut(buffer), promise: nil)
            current?.framing = .length(0)
            current?.answeredBytes = whole.readableBytes
            finish(with: whole)
        } else if let whole {
            write(whole, to: &buffer)
            finish(with: buffer)
        } else {
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }
        return true
    }

    /// Writes a part of a streamed response, and asks for more as the client takes it.
    func respond(part: ByteBuffer) {
        guard current?.framing != nil, let context else { return }
        var buffer = ByteBuffer()
        write(part, to: &buffer)
        current?.owed += part.readableBytes
        if buffer.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(buffer), promise: nil) }
        if context.channel.isWritable { grantOwed() }
    }

    private func write(_ part: ByteBuffer, to buffer: inout ByteBuffer) {
        guard var framing = current?.framing else { return }
        let before = framing
        _ = ResponseSerializer.write(part: part, framing: &framing, to: &buffer)
        current?.framing = framing
        switch (before, framing) {
        case (.none, _): break
        case (.length(let old), .length(let new)): current?.answeredBytes += old - new
        default: current?.answeredBytes += part.readableBytes
        }
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
        let owed = request.owed
        request.owed = 0
        request.session?.grant(owed, stream: stream)
    }

    private func answer(_ answer: PlainAnswer) {
        _ = respond(answer.head, whole: answer.body)
    }

    /// Answers for the app, which never sees this request.
    func refuse(_ status: Int, _ text: String, fields: String = "") {
        guard let request = current else { return }
        current?.isRefused = true
        let answer = PlainAnswer(status, text, fields: fields)
        let end = hosted.session?.end ?? .stopped
        hosted.session?.refused(
            Exchange(
                clientHost: client.host, clientPort: client.port, ordinal: request.ordinal,
                method: request.method, target: request.target, version: request.version,
                status: status, responseBytes: answer.body.readableBytes,
                outcome: status < 500 ? .refused : .appEnded(end)))
        self.answer(answer)
    }

    /// The rest of a body cannot be taken: nothing that follows in the connection can be.
    func refuseBody(_ status: Int, _ text: String) {
        guard current?.framing == nil else { return abandon() }
        leave()
        current?.stream = nil
        refuse(status, text)
    }

    func headLimitReached() {
        guard current == nil, context != nil else { return }
        ordinal += 1
        current = ServedRequest(head: nil, ordinal: ordinal)
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
        if let stream = request.stream {
            request.session?.sent(request.answeredBytes, stream: stream)
        }
        if isComplete, request.keepsAlive, request.isReceived {
            if buffer.readableBytes > 0 {
                context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
            } else {
                context.flush()
            }
            current = nil
            advance()
            releaseRead()
        } else {
            closesAfterwards = true
            // What a slow client has not taken yet would be lost by closing now.
            let written = context.eventLoop.makePromise(of: Void.self)
            context.writeAndFlush(wrapOutboundOut(buffer), promise: written)
            written.futureResult.assumeIsolated().whenComplete { _ in
                isComplete ? self.linger(request) : self.close()
            }
        }
    }

    /// Closes; a client that is still sending must be able to read the answer first.
    private func linger(_ request: ServedRequest) {
        let mayBeSending = !request.isReceived || request.head == nil || inbound.readableBytes > 0
        guard mayBeSending, !inputEnded, let context else { return close() }
        isDraining = true
        inbound = ByteBuffer()
        context.close(mode: .output, promise: nil)
        releaseRead()
        context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) { self.close() }
    }
}
