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
                        try channel.pipeline.syncOperations.addHandler(
                            AnswerCollector { answered.completeWith($0) })
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
            request.send(on: channel, authority: authority)
            return try await answered.futureResult.get()
        } onCancel: {
            answered.fail(CancellationError())
        }
    }
}

extension Request {
    /// Writes the request to a channel that speaks HTTP/1.1, as the last one on its connection.
    func send(on channel: any Channel, authority: String) {
        var head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method), uri: target)
        head.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        if !head.headers.contains(name: "Host") { head.headers.add(name: "Host", value: authority) }
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        if let body { head.headers.replaceOrAdd(name: "Content-Length", value: String(body.count)) }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if let body, !body.isEmpty {
            channel.write(
                HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }
}
