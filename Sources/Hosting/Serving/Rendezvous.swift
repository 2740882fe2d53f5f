import NIOCore
import NIOPosix

/// What a connection of a worker is for; its first byte says so.
enum WorkerPurpose: UInt8, Sendable {
    case frames = 0x64
    case output = 0x6F
}

/// The private socket that workers connect to.
enum Rendezvous {
    /// Listens; `find` returns, on the loop, the session that a token belongs to.
    static func listen(
        path: String, loop: any EventLoop, find: @escaping @Sendable (String) -> WorkerSession?
    ) async throws -> any Channel {
        try await ServerBootstrap(group: loop)
            .serverChannelOption(ChannelOptions.backlog, value: 256)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: 4096, initial: 65_536, maximum: 1 << 20)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Greeting(find: find))
                }
            }
            .bind(unixDomainSocketPath: path).get()
    }
}

/// Reads who connects; whoever has no valid token is turned away.
private final class Greeting: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private static let bytes = 33
    private let find: @Sendable (String) -> WorkerSession?
    private var buffer = ByteBuffer()

    init(find: @escaping @Sendable (String) -> WorkerSession?) {
        self.find = find
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        buffer.writeBuffer(&bytes)
        guard buffer.readableBytes >= Self.bytes else { return }
        guard let first = buffer.readInteger(as: UInt8.self),
            let purpose = WorkerPurpose(rawValue: first),
            let token = buffer.readString(length: Self.bytes - 1), let session = find(token)
        else { return context.close(promise: nil) }
        let handler = WorkerConnection(session: session, purpose: purpose)
        do {
            try context.pipeline.syncOperations.addHandler(handler, position: .after(self))
        } catch {
            return context.close(promise: nil)
        }
        session.adopt(context.channel, purpose: purpose)
        if buffer.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(buffer)) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// Hands what a worker sends to its session.
private final class WorkerConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let session: WorkerSession
    private let purpose: WorkerPurpose
    private var reader = FrameReader()

    init(session: WorkerSession, purpose: WorkerPurpose) {
        self.session = session
        self.purpose = purpose
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard purpose == .frames else { return session.receivedOutput(bytes) }
        reader.append(bytes)
        do {
            while let frame = try reader.next() { session.received(frame) }
        } catch {
            session.corrupted()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        session.closed(purpose)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
