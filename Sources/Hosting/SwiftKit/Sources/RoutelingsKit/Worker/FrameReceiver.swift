import Foundation
import NIOCore

/// Takes what the server says, on the connection's event loop; learners' code never runs there,
/// so the server is heard even when every thread of the pool is blocked.
final class FrameReceiver: ChannelInboundHandler {
    typealias InboundIn = Frame

    private let arrivals: AsyncStream<Exchange>.Continuation
    private var exchanges: [UInt32: Weak] = [:]

    init(arrivals: AsyncStream<Exchange>.Continuation) {
        self.arrivals = arrivals
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.kind {
        case .request: begin(frame)
        case .body: exchanges[frame.stream]?.exchange?.receive(frame.payload)
        case .bodyEnd: exchanges[frame.stream]?.exchange?.receiveEnd()
        case .cancel: exchanges[frame.stream]?.exchange?.clientLeft()
        case .grant:
            var payload = frame.payload
            let count = payload.readInteger(endianness: .little, as: UInt32.self) ?? 0
            exchanges[frame.stream]?.exchange?.grant(Int(count))
        case .sync: Output.wire?.send(.synced, stream: frame.stream)
        // Where a task waits is nothing that Swift tells.
        case .where: Output.wire?.send(.stands, stream: frame.stream, json: [String: String]?.none)
        case .stop: Output.wire?.send(.stopped)
        default: break
        }
    }

    /// The server is gone, or has no more use for this program.
    func channelInactive(context: ChannelHandlerContext) {
        _exit(0)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func begin(_ frame: Frame) {
        guard let wire = Output.wire, let request = ReceivedRequest(from: frame.payload) else {
            Output.wire?.send(.abort, stream: frame.stream)
            return
        }
        if exchanges.count > 1024 { exchanges = exchanges.filter { $0.value.exchange != nil } }
        let exchange = Exchange(stream: frame.stream, request: request, wire: wire)
        exchanges[frame.stream] = Weak(exchange: exchange)
        arrivals.yield(exchange)
    }

    /// An exchange lives as long as somebody works on it.
    private struct Weak {
        weak var exchange: Exchange?
    }
}
