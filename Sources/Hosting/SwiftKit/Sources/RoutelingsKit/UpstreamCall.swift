import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// One request to the upstream, on a connection of its own; it can be awaited or waited for.
struct UpstreamCall: Sendable {
    /// Whether the upstream asks for computing rather than waiting; see `Upstream.render`.
    private let spins = SharedFlag()
    private let ended = SharedFlag()
    let answer: EventLoopFuture<Upstream.Answer>

    init(_ path: String) throws {
        let address = try Upstream.Address()
        let (spins, ended) = (spins, ended)
        let promise = MultiThreadedEventLoopGroup.singleton.next()
            .makePromise(of: Upstream.Answer.self)
        ClientBootstrap(group: promise.futureResult.eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let reader = AnswerReader(path: path, promise: promise, spins: spins)
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(reader)
                }
            }
            .connect(host: address.host, port: address.port)
            .whenComplete { result in
                switch result {
                case .success(let channel): Self.ask(channel, path, address)
                case .failure(let error):
                    promise.fail(UpstreamError.unreachable(address.text, reason: "\(error)"))
                }
            }
        answer = promise.futureResult
        answer.whenComplete { _ in ended.raise() }
    }

    /// Blocks the calling thread until the answer is there.
    func wait() throws -> Upstream.Answer {
        while !ended.isRaised {
            if spins.isRaised {
                Self.compute()
            } else if let answer = try waitForNews() {
                return answer
            }
        }
        return try answer.wait()
    }

    /// Waits until the answer is there, or the upstream has asked for computing.
    private func waitForNews() throws -> Upstream.Answer? {
        let news = DispatchSemaphore(value: 0)
        answer.whenComplete { _ in news.signal() }
        spins.whenRaised { news.signal() }
        news.wait()
        return ended.isRaised ? try answer.wait() : nil
    }

    private static func ask(_ channel: any Channel, _ path: String, _ address: Upstream.Address) {
        let headers: HTTPHeaders = [
            "host": "\(address.host):\(address.port)", "connection": "close",
        ]
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }

    /// About a millisecond of work.
    private static func compute() {
        var total: UInt64 = 0
        for number in 0..<20_000 as Range<UInt64> { total &+= number &* number }
        computed.store(total, ordering: .relaxed)
    }

    /// What was computed: it is kept, so that computing it is not left out.
    private static let computed = Atomic<UInt64>(0)
}

/// Something that happens at most once, and that any thread may ask for.
private final class SharedFlag: Sendable {
    private let state = Mutex<(isRaised: Bool, observers: [@Sendable () -> Void])>((false, []))

    var isRaised: Bool { state.withLock { $0.isRaised } }

    func raise() {
        let observers = state.withLock { state in
            state.isRaised = true
            defer { state.observers = [] }
            return state.observers
        }
        observers.forEach { $0() }
    }

    /// Calls `observer` once, at once when it has happened already.
    func whenRaised(_ observer: @escaping @Sendable () -> Void) {
        let isDue = state.withLock { state in
            if !state.isRaised { state.observers.append(observer) }
            return state.isRaised
        }
        if isDue { observer() }
    }
}

/// Puts an answer together from its parts.
private final class AnswerReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let path: String
    private let promise: EventLoopPromise<Upstream.Answer>
    private let spins: SharedFlag
    private var status = 0
    private var body = ByteBuffer()

    init(path: String, promise: EventLoopPromise<Upstream.Answer>, spins: SharedFlag) {
        self.path = path
        self.promise = promise
        self.spins = spins
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            status = Int(head.status.code)
            if head.headers.contains(name: "x-spin") { spins.raise() }
        case .body(var bytes): body.writeBuffer(&bytes)
        case .end:
            promise.completeWith(Result { try answer() })
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(UpstreamError.brokeOff(path))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer() throws -> Upstream.Answer {
        guard status == 200 else { throw UpstreamError.refused(path, status: status) }
        do {
            return try JSONDecoder().decode(
                Upstream.Answer.self, from: Data(body.readableBytesView))
        } catch {
            throw UpstreamError.unreadable(path)
        }
    }
}
