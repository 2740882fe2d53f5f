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
    private let group: any EventLoopGroup

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
        try await connect(for: request).reply(nil).answer
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
    /// With `reading`, answers are streams of which so much is read.
    ///
    /// - Returns: the replies in the order of the requests.
    static func burst(
        _ sendings: [(HTTPClient, Request)], reading: StreamReading? = nil
    ) async -> [Result<Reply, NoAnswer>] {
        let connections = await inOrder(sendings) { client, request in
            await attempt { try await client.connect(for: request) }
        }
        return await inOrder(connections) { connection in
            await attempt { try await connection.get().reply(reading) }
        }
    }

    /// What `body` makes of the elements, all at once, in their order.
    private static func inOrder<Element: Sendable, Value: Sendable>(
        _ elements: [Element], _ body: @escaping @Sendable (Element) async -> Value
    ) async -> [Value] {
        await withTaskGroup { group in
            for (index, element) in elements.enumerated() {
                group.addTask { (index, await body(element)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
                .sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func attempt<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async -> Result<Value, NoAnswer> {
        do {
            return .success(try await body())
        } catch let error as NoAnswer {
            return .failure(error)
        } catch {
            return .failure(.closed)
        }
    }

    private func connect(for request: Request) async throws -> OpenConnection {
        let answered = group.next().makePromise(of: Answer.self)
        let collector = NIOLoopBoundBox.makeEmptyBox(
            valueType: AnswerCollector.self, eventLoop: answered.futureResult.eventLoop)
        do {
            let channel = try await ClientBootstrap(group: answered.futureResult.eventLoop)
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
                .connect(to: SocketAddress(ipAddress: host, port: port)).get()
            return OpenConnection(
                channel: channel, request: request, collector: collector, answered: answered,
                limit: limit, authority: "\(host):\(port)")
        } catch {
            let refusal = NoAnswer.refused(address: "\(host):\(port)")
            answered.fail(refusal)
            throw refusal
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
        // A connection that the other side has closed already is closed as well.
        switch how {
        case .keep: break
        case .close: try? await channel.close()
        case .reset:
            // Zero seconds to linger: the system sends RST in place of FIN.
            let now = linger(l_onoff: 1, l_linger: 0)
            try? await (channel as? any SocketOptionProvider)?.setSoLinger(now).get()
            try? await channel.close()
        }
    }
}

/// A connection that is open and has not sent its request yet.
private struct OpenConnection: Sendable {
    let channel: any Channel
    let request: Request
    let collector: NIOLoopBoundBox<AnswerCollector?>
    let answered: EventLoopPromise<Answer>
    let limit: Duration
    let authority: String

    func reply(_ reading: StreamReading?) async throws -> Reply {
        let (collector, limit) = (collector, limit)
        let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) {
            collector.value?.giveUp(NoAnswer.timedOut(limit))
        }
        defer { deadline.cancel() }
        let stream = OpenStream(channel: channel)
        do {
            let answer = try await withTaskCancellationHandler {
                try await channel.eventLoop.submit { collector.value?.begin(reading) }.get()
                request.send(on: channel, authority: authority)
                return try await answered.futureResult.get()
            } onCancel: {
                answered.fail(CancellationError())
            }
            guard let reading, !answer.isComplete else {
                channel.close(promise: nil)
                return Reply(answer: answer)
            }
            await stream.end(reading.end)
            return Reply(answer: answer, stream: reading.end == .keep ? stream : nil)
        } catch {
            channel.close(promise: nil)
            throw error
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
