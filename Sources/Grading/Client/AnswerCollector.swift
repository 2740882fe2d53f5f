import Course
import NIOCore
import NIOHTTP1

/// Puts the parts of one response together.
final class AnswerCollector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let completion: (Result<Answer, any Error>) -> Void
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []
    private let start = ContinuousClock.now

    /// `completion` gets the answer, or `NoAnswer`; more than once, of which the first counts.
    init(completion: @escaping (Result<Answer, any Error>) -> Void) {
        self.completion = completion
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let buffer): body.append(contentsOf: buffer.readableBytesView)
        case .end: finish(clientPort: context.localAddress?.port ?? 0)
        }
    }

    private func finish(clientPort: Int) {
        guard let head else { return completion(.failure(NoAnswer.malformed("no status line"))) }
        completion(
            .success(
                Answer(
                    status: Int(head.status.code), reason: head.status.reasonPhrase,
                    headers: head.headers.map { .init(name: $0.name, value: $0.value) },
                    body: body, clientPort: clientPort, duration: ContinuousClock.now - start)))
    }

    func channelInactive(context: ChannelHandlerContext) {
        completion(.failure(NoAnswer.closed))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as HTTPParserError: completion(.failure(NoAnswer.malformed("\(error)")))
        default: completion(.failure(NoAnswer.closed))
        }
        context.close(promise: nil)
    }
}
