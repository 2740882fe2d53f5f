import Course
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

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
        let accepted = AcceptedChannels()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            // What comes is read once somebody serves the connection.
            .childChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    accepted.add(channel)
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return channel
                }
            }
        let server = UpstreamServer(
            upstream: Upstream(), port: listener.channel.localAddress?.port ?? 0)
        return try await withThrowingTaskGroup { group in
            group.addTask { try await server.serve(listener) }
            defer {
                group.cancelAll()
                accepted.close()
            }
            let result = try await body(server)
            await server.upstream.end()
            return result
        }
    }

    private func serve(_ listener: NIOAsyncChannel<any Channel, Never>) async throws {
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

    /// Makes a connection of a channel; nil when it is closed already.
    ///
    /// Only now, when it is certain to be served: a connection that is dropped unserved, as one that
    /// comes while the server ends, would end the whole program.
    private func connection(_ channel: any Channel) async -> Connection? {
        // What cannot be wrapped any more has nobody who waits for an answer.
        try? await channel.eventLoop.submit {
            guard channel.isActive else { return nil }
            let connection = try Connection(wrappingChannelSynchronously: channel)
            _ = channel.setOption(.autoRead, value: true)
            return connection
        }.get()
    }

    /// One request, then the connection ends.
    ///
    /// A caller that breaks off is told to the upstream, which has counted it.
    private func serve(_ channel: any Channel, _ number: Int) async {
        try? await connection(channel)?.executeThenClose { inbound, outbound in
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

/// The connections that are open, so that none is left when the server ends, served or not.
private final class AcceptedChannels: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]?>([:])

    func add(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        let isOpen = channels.withLock { channels in
            channels?[key] = channel
            return channels != nil
        }
        guard isOpen else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in
            self.channels.withLock { _ = $0?.removeValue(forKey: key) }
        }
    }

    /// Closes all, and those that come from now on.
    func close() {
        let open = channels.withLock { channels in
            defer { channels = nil }
            return channels ?? [:]
        }
        for channel in open.values { channel.close(promise: nil) }
    }
}
