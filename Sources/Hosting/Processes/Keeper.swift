import Foundation
import NIOCore
import NIOPosix

/// The tutor's end of the control channel to the keeper.
final class Keeper: @unchecked Sendable {  // every stored `var` is touched on `loop` only
    let process: KeeperProcess
    private let loop: any EventLoop
    private var channel: (any Channel)?
    private var isOpen = true
    /// Called on the loop with what the keeper says.
    private let report: @Sendable (KeeperEvent) -> Void
    /// Succeeds when the keeper's end is gone.
    let ended: EventLoopFuture<Void>
    private let endedPromise: EventLoopPromise<Void>
    /// Succeeds when the dead process has been collected: one that ended unasked, too, must not stay
    /// as a zombie.
    private let collected: EventLoopPromise<Void>
    private var patience: Scheduled<Void>?

    init(
        process: KeeperProcess, loop: any EventLoop,
        report: @escaping @Sendable (KeeperEvent) -> Void
    ) {
        self.process = process
        self.loop = loop
        self.report = report
        endedPromise = loop.makePromise()
        ended = endedPromise.futureResult
        collected = loop.makePromise()
    }

    /// Takes the control channel into service.
    func connect() -> EventLoopFuture<Keeper> {
        ClientBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(KeeperLines(keeper: self))
                }
            }
            .withConnectedSocket(process.control)
            .map { channel in
                self.channel = channel
                return self
            }
    }

    /// Sends a request; one that comes after the keeper's end is dropped.
    func send(_ request: KeeperRequest) {
        loop.assertInEventLoop()
        // A request is made of strings and numbers: encoding it cannot fail.
        guard isOpen, let channel, var data = try? JSONEncoder().encode(request) else { return }
        data.append(0x0A)
        channel.writeAndFlush(ByteBuffer(bytes: data), promise: nil)
    }

    /// Asks it to end everything, and collects it; after two seconds without its help.
    func close() async {
        // Failures here mean that the keeper is gone, which is what is wanted.
        try? await loop.submit {
            self.send(KeeperRequest(op: "quit"))
            guard self.isOpen else { return }
            self.patience = self.loop.scheduleTask(in: .seconds(2)) { self.process.end() }
        }.get()
        try? await collected.futureResult.get()
    }

    fileprivate func received(_ line: [UInt8]) {
        // A line that is no event can only be a mistake of ours; the keeper's log has it.
        guard let event = try? JSONDecoder().decode(KeeperEvent.self, from: Data(line)) else {
            return
        }
        report(event)
    }

    fileprivate func lost() {
        guard isOpen else { return }
        isOpen = false
        channel = nil
        // Once it is collected, its number may be another's.
        patience?.cancel()
        // A pool that refuses work means that the whole program is ending.
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { [process] in process.wait() }
            .cascade(to: collected)
        endedPromise.succeed()
    }
}

/// Cuts the control channel into lines.
private final class KeeperLines: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let keeper: Keeper
    private var rest: [UInt8] = []

    init(keeper: Keeper) {
        self.keeper = keeper
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        rest += unwrapInboundIn(data).readableBytesView
        while let end = rest.firstIndex(of: 0x0A) {
            keeper.received(Array(rest[..<end]))
            rest.removeSubrange(...end)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        keeper.lost()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
