import NIOCore

/// What a frame between the server and a worker says; the server's `FrameKind` has the same
/// numbers.
enum FrameKind: UInt8 {
    // From the server.
    case request = 1
    case body, bodyEnd, cancel, grant, stop, sync, `where`
    // To the server.
    case ready = 64
    case failed, responseWhole, responseHead, responseData, responseDone, left, log, traceback
    case handler, creditBody, synced, abort, stopped, stands
    case trace = 83
}

/// One frame.
struct Frame {
    var kind: FrameKind
    /// The request that it is about; 0 is the app itself.
    var stream: UInt32
    var payload: ByteBuffer
}

/// Cuts a stream of bytes into frames: length, kind, stream, payload.
struct FrameDecoder: ByteToMessageDecoder {
    typealias InboundOut = Frame

    static let headBytes = 9

    mutating func decode(
        context: ChannelHandlerContext, buffer: inout ByteBuffer
    ) throws -> DecodingState {
        let start = buffer.readerIndex
        guard
            let length = buffer.getInteger(at: start, endianness: .little, as: UInt32.self),
            let kind = buffer.getInteger(at: start + 4, as: UInt8.self),
            let stream = buffer.getInteger(at: start + 5, endianness: .little, as: UInt32.self),
            let payload = buffer.getSlice(at: start + Self.headBytes, length: Int(length))
        else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: Self.headBytes + Int(length))
        if let kind = FrameKind(rawValue: kind) {
            context.fireChannelRead(
                wrapInboundOut(Frame(kind: kind, stream: stream, payload: payload)))
        }
        return .continue
    }
}

extension ByteBuffer {
    /// Writes a frame whose payload `body` writes.
    mutating func writeFrame(
        _ kind: FrameKind, stream: UInt32, _ body: (inout ByteBuffer) -> Void = { _ in }
    ) {
        let start = writerIndex
        writeInteger(UInt32(0))
        writeInteger(kind.rawValue)
        writeInteger(stream, endianness: .little)
        body(&self)
        setInteger(
            UInt32(writerIndex - start - FrameDecoder.headBytes), at: start, endianness: .little)
    }
}
