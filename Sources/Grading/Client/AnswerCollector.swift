import Course
import NIOCore
import NIOHTTP1

/// Puts the parts of one response together; only ever touched on its channel's loop.
final class AnswerCollector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let completion: (Result<Answer, any Error>) -> Void
    private var reading: StreamReading?
    private var head: HTTPResponseHead?
    private var headAfter = Duration.zero
    private var body: [UInt8] = []
    private var pieces: [Answer.Piece] = []
    private var clientPort = 0
    private var start = ContinuousClock.now
    /// Of a longer body nothing more is taken.
    private static let maxBodyBytes = 64 << 20

    /// `completion` gets the answer, or `NoAnswer`; more than once, of which the first counts.
    init(completion: @escaping (Result<Answer, any Error>) -> Void) {
        self.completion = completion
    }

    /// The request is about to be sent.
    func begin(_ reading: StreamReading?) {
        self.reading = reading
        start = .now
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let after = ContinuousClock.now - start
        switch unwrapInboundIn(data) {
        case .head(let head):
            (self.head, headAfter) = (head, after)
            clientPort = context.localAddress?.port ?? 0
        case .body(let buffer):
            body.append(contentsOf: buffer.readableBytesView)
            pieces.append(Answer.Piece(end: body.count, after: after))
        case .end: return finish(isComplete: true)
        }
        if body.count > Self.maxBodyBytes {
            finish(isComplete: false)
            return context.close(promise: nil)
        }
        if let wanted = reading?.count, head != nil, wanted <= 0 || hasRead(wanted) {
            finish(isComplete: false)
        }
    }

    private func hasRead(_ wanted: Int) -> Bool {
        let isEvents = head?.headers.first(name: "content-type")?.hasPrefix("text/event-stream")
        return isEvents == true
            ? ServerSentEvent.all(in: body).count >= wanted
            : body.count(where: { $0 == UInt8(ascii: "\n") }) >= wanted
    }

    private func finish(isComplete: Bool) {
        guard let head else { return completion(.failure(NoAnswer.malformed("no status line"))) }
        var answer = Answer(
            status: Int(head.status.code), reason: head.status.reasonPhrase,
            headers: head.headers.map { .init(name: $0.name, value: $0.value) }, body: body,
            clientPort: clientPort, duration: ContinuousClock.now - start)
        (answer.headAfter, answer.pieces) = (headAfter, pieces)
        answer.isComplete = isComplete
        completion(.success(answer))
    }

    /// No more will come: what has come is the answer, or there is none.
    func giveUp(_ reason: NoAnswer) {
        head == nil ? completion(.failure(reason)) : finish(isComplete: false)
    }

    func channelInactive(context: ChannelHandlerContext) {
        giveUp(.closed)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.invalidEOFState: giveUp(.closed)
        case let error as HTTPParserError: completion(.failure(NoAnswer.malformed("\(error)")))
        default: giveUp(.closed)
        }
        context.close(promise: nil)
    }
}
