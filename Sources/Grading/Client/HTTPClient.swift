import Course
package import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends requests over loopback, each on a connection of its own.
///
/// Nothing is retried, redirected or normalised: what a check writes is what goes out.
package struct HTTPClient: Sendable {
    /// A numeric address: no resolver is asked.
    package var host: String
    package var port: Int
    /// How long one request may take in all.
    ///
    /// A last resort: the host bounds an answer long before.
    package var limit: Duration
    fileprivate let group: any EventLoopGroup

    package init(
        host: String = "127.0.0.1", port: Int, limit: Duration = .seconds(30),
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.host = host
        self.port = port
        self.limit = limit
        self.group = group
    }

    /// Sends `request` and waits for the whole answer.
    ///
    /// - Throws: `NoAnswer`, or `CancellationError`.
    package func send(_ request: Request) async throws -> Answer {
        let reply = await Self.burst([(self, request)])[0]
        try Task.checkCancellation()
        return try reply.get().answer
    }

    /// Sends `request` `count` times at once: every connection is open before the first one sends.
    ///
    /// Answers come back in the order of their connections.
    package func burst(_ request: Request, count: Int) async -> [Result<Answer, NoAnswer>] {
        let sendings = Array(repeating: (self, request), count: count)
        return await Self.burst(sendings).map { $0.map(\.answer) }
    }

    /// Sends all requests at once: every connection is open before the first one sends.
    ///
    /// With `reading`, answers are streams of which so much is read. All is done on the connections'
    /// loops: between the first connection and the last answer nothing waits for another thread.
    ///
    /// - Returns: the replies in the order of the requests.
    static func burst(
        _ sendings: [(HTTPClient, Request)], reading: StreamReading? = nil
    ) async -> [Result<Reply, NoAnswer>] {
        let calls = sendings.map { Call(client: $0, request: $1) }
        guard let loop = calls.first?.loop else { return [] }
        return await withTaskCancellationHandler {
            let replies = EventLoopFuture.whenAllComplete(calls.map { $0.connect() }, on: loop)
                .flatMap { opened in
                    let replies = zip(calls, opened).map { $0.reply(on: $1, reading) }
                    return EventLoopFuture.whenAllComplete(replies, on: loop)
                }
            // The future of all results cannot fail.
            let results = try? await replies.get()
            return results?.map { $0.mapError { $0 as? NoAnswer ?? .closed } }
                ?? calls.map { _ in .failure(.closed) }
        } onCancel: {
            calls.forEach { $0.answered.fail(CancellationError()) }
        }
    }
}

/// An answer, and its connection where that is kept open.
struct Reply: Sendable {
    var answer: Answer
    var stream: OpenStream?
}

/// The connection of a stream that is still open.
struct OpenStream: Sendable {
    fileprivate let channel: any Channel

    /// Leaves the stream; `keep` leaves it as it is.
    func end(_ how: StreamEnd) async {
        try? await ended(how).get()  // cannot fail
    }

    /// Succeeds when the stream has been left so.
    fileprivate func ended(_ how: StreamEnd) -> EventLoopFuture<Void> {
        switch how {
        case .keep: return channel.eventLoop.makeSucceededVoidFuture()
        case .close: return closed()
        case .reset:
            // Zero seconds to linger: the system sends RST in place of FIN.
            let now = linger(l_onoff: 1, l_linger: 0)
            let set = (channel as? any SocketOptionProvider)?.setSoLinger(now)
            return (set ?? channel.eventLoop.makeSucceededVoidFuture())
                .flatMapError { _ in channel.eventLoop.makeSucceededVoidFuture() }
                .flatMap { closed() }
        }
    }

    /// A connection that the other side has closed already is closed as well.
    private func closed() -> EventLoopFuture<Void> {
        channel.close().flatMapError { _ in channel.eventLoop.makeSucceededVoidFuture() }
    }
}

/// One request and what comes of it.
private struct Call: Sendable {
    let client: HTTPClient
    let request: Request
    let answered: EventLoopPromise<Answer>
    private let collector: NIOLoopBoundBox<AnswerCollector?>

    init(client: HTTPClient, request: Request) {
        self.client = client
        self.request = request
        answered = client.group.next().makePromise()
        collector = .makeEmptyBox(
            valueType: AnswerCollector.self, eventLoop: answered.futureResult.eventLoop)
    }

    var loop: any EventLoop { answered.futureResult.eventLoop }
    private var authority: String { "\(client.host):\(client.port)" }

    func connect() -> EventLoopFuture<any Channel> {
        let (answered, collector) = (answered, collector)
        do {
            return ClientBootstrap(group: loop)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        // A check may well send a header that breaks the rules.
                        try channel.pipeline.syncOperations.addHTTPClientHandlers(
                            enableOutboundHeaderValidation: false)
                        let handler = AnswerCollector { answered.completeWith($0) }
                        try channel.pipeline.syncOperations.addHandler(handler)
                        collector.value = handler
                    }
                }
                .connect(to: try SocketAddress(ipAddress: client.host, port: client.port))
        } catch {
            return loop.makeFailedFuture(error)
        }
    }

    /// Sends the request on the connection, if there is one.
    func reply(
        on opened: Result<any Channel, any Error>, _ reading: StreamReading?
    ) -> EventLoopFuture<Reply> {
        guard case .success(let channel) = opened else {
            let refusal = NoAnswer.refused(address: authority)
            answered.fail(refusal)
            return loop.makeFailedFuture(refusal)
        }
        let (collector, limit) = (collector, client.limit)
        return loop.flatSubmit {
            let deadline = loop.scheduleTask(in: TimeAmount(limit)) {
                collector.value?.giveUp(NoAnswer.timedOut(limit))
            }
            collector.value?.begin(reading)
            request.send(on: channel, authority: authority)
            let replied = answered.futureResult.flatMap { leave(channel, after: $0, reading) }
            replied.whenFailure { _ in channel.close(promise: nil) }
            replied.whenComplete { _ in deadline.cancel() }
            return replied
        }
    }

    private func leave(
        _ channel: any Channel, after answer: Answer, _ reading: StreamReading?
    ) -> EventLoopFuture<Reply> {
        guard let reading, !answer.isComplete else {
            channel.close(promise: nil)
            return loop.makeSucceededFuture(Reply(answer: answer))
        }
        let stream = OpenStream(channel: channel)
        return stream.ended(reading.end).map {
            Reply(answer: answer, stream: reading.end == .keep ? stream : nil)
        }
    }
}

extension Request {
    /// Writes the request to a channel that speaks HTTP/1.1, as the last one on its connection.
    func send(on channel: any Channel, authority: String) {
        var head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method), uri: target)
        head.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        if !head.headers.contains(name: "Host"), !omittedHeaders.contains("host") {
            head.headers.add(name: "Host", value: authority)
        }
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        if let body, !omittedHeaders.contains("content-length") {
            head.headers.replaceOrAdd(name: "Content-Length", value: String(body.count))
        }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if let body, !body.isEmpty {
            channel.write(
                HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }
}
