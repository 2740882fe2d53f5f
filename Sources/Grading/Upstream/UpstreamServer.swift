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
            await server.upstream.open()
            return result
        }
    }

    private func serve(_ listener: NIOAsyncChannel<Connection, Never>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await listener.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask { await serve(connection) }
                }
            }
        }
    }

    /// One request, then the connection ends.
    ///
    /// A caller that breaks off is no concern of the upstream's: it has been counted.
    private func serve(_ connection: Connection) async {
        try? await connection.executeThenClose { inbound, outbound in
            for try await part in inbound {
                guard case .head(let head) = part else { continue }
                return try await answer(head, outbound)
            }
        }
    }

    private func answer(
        _ request: HTTPRequestHead,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        var head = HTTPResponseHead(version: .http1_1, status: .ok)
        head.headers = ["Content-Type": "application/json", "Connection": "close"]
        let spins = await upstream.spins
        if spins {
            head.headers.add(name: "X-Spin", value: "1")
            try await outbound.write(.head(head))
        }
        let ticket = await upstream.call()
        if !spins { try await outbound.write(.head(head)) }
        let body = JSON.object(["ticket": .string(ticket), "path": .string(request.uri)])
        try await outbound.write(.body(.byteBuffer(ByteBuffer(string: body.text))))
        try await outbound.write(.end(nil))
    }
}
