import Course
import NIOCore
import NIOHTTP1
import NIOPosix

/// Serves an `Upstream` on a loopback port that the system chooses.
package struct UpstreamServer: Sendable {
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    /// What exercises call.
    package let upstream: Upstream
    /// The port on 127.0.0.1.
    package let port: Int

    /// Runs `body` beside a server that is gone, with all its connections, when this returns.
    ///
    /// - Throws: what `body` throws, and what the system says when no port can be bound.
    package static func withServer<Result: Sendable>(
        _ body: @Sendable (UpstreamServer) async throws -> Result
    ) async throws -> Result {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        let server = UpstreamServer(
            upstream: Upstream(), port: listener.channel.localAddress?.port ?? 0)
        return try await withThrowingTaskGroup { group in
            group.addTask { try await server.serve(listener) }
            defer { group.cancelAll() }
            let result = try await body(server)
            await server.upstream.end()
            return result
        }
    }

    private func serve(_ listener: NIOAsyncChannel<Connection, Never>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await listener.executeThenClose { connections in
                var number = 0
                for try await connection in connections {
                    number += 1
                    group.addTask { [number] in await serve(connection, number) }
                }
            }
        }
    }

    /// One request, then the connection ends.
    ///
    /// A caller that breaks off is told to the upstream, which has counted it.
    private func serve(_ connection: Connection, _ number: Int) async {
        try? await connection.executeThenClose { inbound, outbound in
            let (heads, sink) = AsyncStream.makeStream(of: HTTPRequestHead.self)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    defer { sink.finish() }
                    // A reset is an end like any other.
                    try? await Self.read(inbound, sink)
                    await upstream.abandon(number)
                }
                group.addTask {
                    for await head in heads { return try await answer(head, outbound, number) }
                }
                try await group.next()
                group.cancelAll()
            }
        }
    }

    private static func read(
        _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>,
        _ sink: AsyncStream<HTTPRequestHead>.Continuation
    ) async throws {
        for try await part in inbound {
            if case .head(let head) = part { sink.yield(head) }
        }
    }

    private func answer(
        _ request: HTTPRequestHead,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>, _ number: Int
    ) async throws {
        var head = HTTPResponseHead(version: .http1_1, status: .ok)
        head.headers = ["Content-Type": "application/json", "Connection": "close"]
        let spins = await upstream.spins
        if spins {
            head.headers.add(name: "X-Spin", value: "1")
            try await outbound.write(.head(head))
        }
        let reply = await upstream.call(request.uri, on: number)
        head.status = HTTPResponseStatus(statusCode: reply.status)
        if !spins { try await outbound.write(.head(head)) }
        try await outbound.write(.body(.byteBuffer(ByteBuffer(string: reply.body.text))))
        try await outbound.write(.end(nil))
    }
}
