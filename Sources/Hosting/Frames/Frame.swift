package import NIOCore

/// What a frame between the server and a worker says; `channel.py` has the same numbers.
package enum FrameKind: UInt8, Sendable {
    // To the worker.
    case request = 1
    case body, bodyEnd, cancel, grant, stop, sync, `where`
    /// The client sends no more, but may still read.
    case inputEnded
    /// A request to open a WebSocket; its payload is that of a request.
    case webSocket
    /// A WebSocket message, either way: a byte for its kind (0 text, 1 binary), then its contents.
    case message
    /// A WebSocket is at its end: the code (16 bits), then the reason in UTF-8.
    case closed
    // To the server.
    case ready = 64
    case failed, responseWhole, responseHead, responseData, responseDone, left, log, traceback
    case handler, creditBody, synced, abort, stopped, stands, stalled
    /// A WebSocket is accepted; its payload is that of a response head.
    case accept
    /// A WebSocket message of the app's; its payload is that of `message`.
    case appMessage
    /// The app closes a WebSocket; its payload is that of `closed`.
    case appClose
    /// What a request was given and did, as JSON.
    case trace
    /// Asynchronous work that nobody looked after, as JSON.
    case oversight
    /// The worker was sent SIGTERM, and asks to be stopped in order.
    case asksToStop
}

/// One frame.
package struct Frame: Sendable, Equatable {
    /// What it says.
    package var kind: FrameKind
    /// The request that it is about; 0 is the app itself.
    package var stream: UInt32
    /// Its contents.
    package var payload: ByteBuffer
}

/// Bytes that are no frame.
package struct CorruptFrame: Error, Equatable {}

/// Cuts a stream of bytes into frames.
package struct FrameReader {
    /// A longer frame is taken for rubbish.
    package static let maxPayloadBytes = 64 << 20

    private var buffer = ByteBuffer()
    /// Whether others hold parts of the buffer: writing to it would copy all of it.
    private var isShared = false

    /// Starts with nothing read.
    package init() {}

    /// Adds what was read.
    package mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
            isShared = true
        } else {
            if isShared || buffer.writableBytes < bytes.readableBytes {
                makeRoom(for: bytes.readableBytes)
            }
            buffer.writeImmutableBuffer(bytes)
        }
    }

    /// Moves the beginning of a frame to where all of it fits: a large one comes in several reads.
    private mutating func makeRoom(for count: Int) {
        let length: UInt32? = buffer.getInteger(at: buffer.readerIndex, endianness: .little)
        let frame = 9 + min(Int(length ?? 0), Self.maxPayloadBytes)
        var moved = ByteBuffer()
        moved.reserveCapacity(max(frame, buffer.readableBytes + count))
        moved.writeImmutableBuffer(buffer)
        buffer = moved
        isShared = false
    }

    /// Returns the next whole frame, nil when more bytes are needed.
    ///
    /// - Throws: `CorruptFrame` for a kind or a length that no worker of ours writes.
    package mutating func next() throws(CorruptFrame) -> Frame? {
        let start = buffer.readerIndex
        guard
            let length = buffer.getInteger(at: start, endianness: .little, as: UInt32.self),
            let rawKind = buffer.getInteger(at: start + 4, as: UInt8.self)
        else { return nil }
        guard length <= Self.maxPayloadBytes, let kind = FrameKind(rawValue: rawKind),
            rawKind >= FrameKind.ready.rawValue
        else { throw CorruptFrame() }
        guard
            let stream = buffer.getInteger(at: start + 5, endianness: .little, as: UInt32.self),
            let payload = buffer.getSlice(at: start + 9, length: Int(length))
        else { return nil }
        buffer.moveReaderIndex(forwardBy: 9 + Int(length))
        isShared = true
        return Frame(kind: kind, stream: stream, payload: payload)
    }
}

extension ByteBuffer {
    /// Writes a frame whose payload `body` writes.
    package mutating func writeFrame(
        _ kind: FrameKind, stream: UInt32, _ body: (inout ByteBuffer) -> Void = { _ in }
    ) {
        let start = writerIndex
        writeInteger(UInt32(0))
        writeInteger(kind.rawValue)
        writeInteger(stream, endianness: .little)
        body(&self)
        setInteger(UInt32(writerIndex - start - 9), at: start, endianness: .little)
    }
}
