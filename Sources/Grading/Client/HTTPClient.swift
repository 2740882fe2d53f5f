import Course
package import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends requests over loopback, each on a connection of its own.
///
/// Nothing is retried, redirected or normalised: what a check writes is what goes out.
package struct HTTPClient: Sendable {
    package var host: String
    package var port: Int
    /// How long one request may take in all.
    package var limit: Duration
    private let group: any EventLoopGroup

    package init(
        host: String = "127.0.0.1", port: Int, limit: Duration = .seconds(15),
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
        try await connect(for: request).answer()
    }

    /// Sends `request` `count` times at once: every connection is open before the first one sends.
    ///
    /// Answers come back in the order of their connections.
    package func burst(_ request: Request, count: Int) async -> [Result<Answer, NoAnswer>] {
        let connections = await withTaskGroup { group in
            for _ in 0..<count {
                group.addTask { await self.attempt { try await self.connect(for: request) } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        return await withTaskGroup { group in
            for (index, connection) in connections.enumerated() {
                group.addTask {
                    (index, await self.attempt { try await connection.get().answer() })
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
                .sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func attempt<Value: Sendable>(
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
        do {
            let channel = try await ClientBootstrap(group: answered.futureResult.eventLoop)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        try channel.pipeline.syncOperations.addHandler(AnswerCollector(answered))
                    }
                }
                .connect(host: host, port: port).get()
            return OpenConnection(
                channel: channel, request: request, answered: answered, limit: limit,
                authority: "\(host):\(port)")
        } catch {
            let refusal = NoAnswer.refused(address: "\(host):\(port)")
            answered.fail(refusal)
            throw refusal
        }
    }
}

/// A connection that is open and has not sent its request yet.
private struct OpenConnection: Sendable {
    let channel: any Channel
    let request: Request
    let answered: EventLoopPromise<Answer>
    let limit: Duration
    let authority: String

    func answer() async throws -> Answer {
        let limit = limit
        let answered = answered
        let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) {
            answered.fail(NoAnswer.timedOut(limit))
        }
        defer {
            deadline.cancel()
            channel.close(promise: nil)
        }
        return try await withTaskCancellationHandler {
            send()
            return try await answered.futureResult.get()
        } onCancel: {
            answered.fail(CancellationError())
        }
    }

    private func send() {
        var head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method), uri: request.target)
        head.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
        if !head.headers.contains(name: "Host") { head.headers.add(name: "Host", value: authority) }
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        if let body = request.body {
            head.headers.replaceOrAdd(name: "Content-Length", value: String(body.count))
        }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if let body = request.body, !body.isEmpty {
            channel.write(
                HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }
}

/// Puts the parts of one response together.
private final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let answered: EventLoopPromise<Answer>
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    private let start = ContinuousClock.now

    init(_ answered: EventLoopPromise<Answer>) {
        self.answered = answered
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
        case .end: finish(clientPort: context.localAddress?.port ?? 0)
        }
    }

    private func finish(clientPort: Int) {
        guard let head else { return answered.fail(NoAnswer.malformed("no status line")) }
        answered.succeed(
            Answer(
                status: Int(head.status.code), reason: head.status.reasonPhrase,
                headers: head.headers.map { .init(name: $0.name, value: $0.value) }, body: body,
                clientPort: clientPort, duration: ContinuousClock.now - start))
    }

    func channelInactive(context: ChannelHandlerContext) {
        answered.fail(NoAnswer.closed)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as HTTPParserError: answered.fail(NoAnswer.malformed("\(error)"))
        default: answered.fail(NoAnswer.closed)
        }
        context.close(promise: nil)
    }
}
