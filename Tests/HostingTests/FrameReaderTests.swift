import NIOCore
import Testing

@testable import Hosting

@Suite struct FrameReaderTests {
    @Test("However the bytes are cut", arguments: [1, 7, 64, 1000, 70_000])
    func readsFramesInPieces(size: Int) throws {
        let frames = [
            Frame(kind: .left, stream: 1, payload: ByteBuffer(string: "short")),
            Frame(
                kind: .responseWhole, stream: 2,
                payload: ByteBuffer(bytes: (0..<100_000).map { UInt8(truncatingIfNeeded: $0) })),
            Frame(kind: .synced, stream: 3, payload: ByteBuffer()),
            Frame(kind: .responseData, stream: 4, payload: ByteBuffer(repeating: 7, count: 300)),
        ]
        var bytes = ByteBuffer()
        for frame in frames {
            bytes.writeFrame(frame.kind, stream: frame.stream) {
                $0.writeImmutableBuffer(frame.payload)
            }
        }
        var reader = FrameReader()
        var read: [Frame] = []
        while let piece = bytes.readSlice(length: min(size, max(1, bytes.readableBytes))) {
            reader.append(piece)
            while let frame = try reader.next() { read.append(frame) }
        }
        #expect(read == frames)
    }

    @Test func refusesALengthThatNoWorkerWrites() throws {
        var reader = FrameReader()
        reader.append(ByteBuffer(bytes: [0xFF, 0xFF, 0xFF, 0xFF]))
        reader.append(ByteBuffer(bytes: [FrameKind.left.rawValue, 0, 0, 0, 0]))
        #expect(throws: CorruptFrame()) { try reader.next() }
    }
}
