import NIOCore

/// A request body that is still arriving; what has been read is told to the server, which then
/// lets more come.
struct StreamedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let chunks: AsyncStream<ByteBuffer>
    private let arrivals: AsyncStream<ByteBuffer>.Continuation
    private let stream: UInt32
    private let wire: Wire

    init(stream: UInt32, wire: Wire) {
        (chunks, arrivals) = AsyncStream.makeStream()
        self.stream = stream
        self.wire = wire
    }

    func receive(_ bytes: ByteBuffer) {
        arrivals.yield(bytes)
    }

    func finish() {
        arrivals.finish()
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(chunks: chunks.makeAsyncIterator(), stream: stream, wire: wire)
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var chunks: AsyncStream<ByteBuffer>.Iterator
        fileprivate let stream: UInt32
        fileprivate let wire: Wire

        mutating func next() async -> ByteBuffer? {
            guard let chunk = await chunks.next() else { return nil }
            wire.send(.creditBody, stream: stream) {
                $0.writeInteger(UInt32(chunk.readableBytes), endianness: .little)
            }
            return chunk
        }
    }
}
