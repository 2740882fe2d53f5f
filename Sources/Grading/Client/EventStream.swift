package import Course
import NIOCore
import NIOHTTP1
import NIOPosix

/// A stream of server-sent events that is being read.
package struct EventStream: Sendable {
    /// What became of a request for events.
    package enum Opening: Sendable {
        /// Events come.
        case events(EventStream)
        /// The server answers something that is no stream of events.
        case other(Answer)
    }

    /// The events as they come; it ends with the response and throws `NoAnswer` when that breaks
    /// off.
    package let events: AsyncThrowingStream<ServerSentEvent, any Error>
    /// The fields of the server's answer.
    package let headers: [RequestTemplate.Field]
    /// The TCP port that the request came from: by it the host knows the exchange.
    package let clientPort: Int
    private let channel: any Channel

    /// Sends `request` to a server on loopback, on a connection of its own.
    ///
    /// - Parameters:
    ///   - request: what is sent, and `Accept: text/event-stream` unless it has an Accept.
    ///   - host: an address of this machine.
    ///   - port: the server's.
    ///   - limit: how long the head of the answer may take, or all of an answer that is no stream of
    ///     events.
    /// - Returns: the events, which the caller ends with `close`, or what was answered instead.
    /// - Throws: `NoAnswer`, or `CancellationError`.
    package static func open(
        _ request: Request, host: String = "127.0.0.1", port: Int,
        limit: Duration = .seconds(15)
    ) async throws -> Opening {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let opened = loop.makePromise(of: Opening.self)
        do {
            let channel = try await ClientBootstrap(group: loop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        try channel.pipeline.syncOperations.addHandler(EventParts(opened))
                    }
                }
                .connect(to: SocketAddress(ipAddress: host, port: port)).get()
            return try await answer(to: request, "\(host):\(port)", on: channel, opened, limit)
        } catch is IOError {
            throw refused(opened, host, port)
        } catch is NIOConnectionError {
            throw refused(opened, host, port)
        }
    }

    private static func refused(
        _ opened: EventLoopPromise<Opening>, _ host: String, _ port: Int
    ) -> NoAnswer {
        let refusal = NoAnswer.refused(address: "\(host):\(port)")
        opened.fail(refusal)
        return refusal
    }

    private static func answer(
        to request: Request, _ authority: String, on channel: any Channel,
        _ opened: EventLoopPromise<Opening>, _ limit: Duration
    ) async throws -> Opening {
        let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) {
            // What has come of another answer is shown; of none, this is the end.
            let parts = try? channel.pipeline.syncOperations.handler(type: EventParts.self)
            parts?.giveUp(.timedOut(limit))
            channel.close(promise: nil)
        }
        defer { deadline.cancel() }
        do {
            return try await withTaskCancellationHandler {
                var request = request
                if !request.headers.contains(where: { $0.name.lowercased() == "accept" }) {
                    request.headers.append(.init(name: "Accept", value: "text/event-stream"))
                }
                request.send(on: channel, authority: authority)
                return try await opened.futureResult.get()
            } onCancel: {
                opened.fail(CancellationError())
            }
        } catch {
            channel.close(promise: nil)
            throw error
        }
    }

    fileprivate init(
        _ channel: any Channel, _ head: HTTPResponseHead,
        _ events: AsyncThrowingStream<ServerSentEvent, any Error>
    ) {
        self.channel = channel
        self.events = events
        headers = head.headers.map { .init(name: $0.name, value: $0.value) }
        clientPort = channel.localAddress?.port ?? 0
    }

    /// Reads no more.
    package func close() {
        channel.close(promise: nil)
    }
}

/// Turns the parts of a response into events, or into an answer where it is no stream of them.
private final class EventParts: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let opened: EventLoopPromise<EventStream.Opening>
    private let other: AnswerCollector
    private var sink: AsyncThrowingStream<ServerSentEvent, any Error>.Continuation?
    private var reader = ServerSentEventReader()

    init(_ opened: EventLoopPromise<EventStream.Opening>) {
        self.opened = opened
        other = AnswerCollector { opened.completeWith($0.map(EventStream.Opening.other)) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head) where head.status == .ok && head.isEventStream:
            let (events, sink) = AsyncThrowingStream<ServerSentEvent, any Error>.makeStream()
            self.sink = sink
            opened.succeed(.events(EventStream(context.channel, head, events)))
        case .body(let bytes) where sink != nil:
            for event in reader.take(bytes.readableBytesView) { sink?.yield(event) }
        case .end where sink != nil:
            sink?.finish()
            context.close(promise: nil)
        default:
            other.channelRead(context: context, data: data)
        }
    }

    /// No head of a stream of events will come.
    func giveUp(_ reason: NoAnswer) {
        other.giveUp(reason)
    }

    func channelInactive(context: ChannelHandlerContext) {
        sink?.finish(throwing: NoAnswer.closed)
        giveUp(.closed)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

extension HTTPResponseHead {
    fileprivate var isEventStream: Bool {
        headers.first(name: "Content-Type")?.lowercased().hasPrefix("text/event-stream") ?? false
    }
}
