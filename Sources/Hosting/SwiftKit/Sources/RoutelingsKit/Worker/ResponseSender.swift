import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Sends one response: in one frame where its body is there in one piece, streamed otherwise.
final class ResponseSender: Sendable {
    private struct State {
        var isHeadSent = false
        var isDone = false
        /// A body that is there in full, kept until it is known that nothing follows.
        var held: ByteBuffer?
    }

    private let head: HTTPResponse
    private let contentLength: Int?
    private let stream: UInt32
    private let wire: Wire
    private let flow: FlowControl
    private let state = Mutex(State())

    init(_ response: Response, stream: UInt32, wire: Wire, flow: FlowControl) {
        head = response.head
        contentLength = response.body.contentLength
        self.stream = stream
        self.wire = wire
        self.flow = flow
    }

    /// Sends a part of the body when there is room for it.
    ///
    /// - Throws: `ClientLeft`.
    func send(_ part: ByteBuffer) async throws {
        guard part.readableBytes > 0 else { return }
        let parts = state.withLock { state -> [ByteBuffer] in
            if !state.isHeadSent, state.held == nil, part.readableBytes == contentLength {
                state.held = part
                return []
            }
            defer { state.held = nil }
            return (state.held.map { [$0] } ?? []) + [part]
        }
        guard !parts.isEmpty else { return }
        sendHead()
        for part in parts { try await stream(part) }
    }

    /// The body is complete.
    func finish() {
        let whole = state.withLock { state -> ByteBuffer? in
            state.isDone = true
            return state.isHeadSent ? nil : state.held ?? ByteBuffer()
        }
        guard let whole else { return wire.send(.responseDone, stream: stream) }
        wire.send(.responseWhole, stream: stream) {
            write(&$0)
            $0.writeImmutableBuffer(whole)
        }
    }

    /// The response was given up before its end.
    func abortUnlessDone() {
        let isDone = state.withLock { $0.isDone }
        if !isDone { wire.send(.abort, stream: stream) }
    }

    private func sendHead() {
        let isDue = state.withLock { state in
            defer { state.isHeadSent = true }
            return !state.isHeadSent
        }
        if isDue { wire.send(.responseHead, stream: stream) { write(&$0) } }
    }

    private func stream(_ part: ByteBuffer) async throws {
        var part = part
        while let piece = part.readSlice(length: min(part.readableBytes, 65536)),
            piece.readableBytes > 0
        {
            try await flow.take(piece.readableBytes)
            wire.send(.responseData, stream: stream) { $0.writeImmutableBuffer(piece) }
        }
    }

    private func write(_ buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt16(head.status.code), endianness: .little)
        let start = buffer.writerIndex
        buffer.writeInteger(UInt32(0))
        for field in head.headerFields {
            // In small letters, as the server wants them: it looks for some of them.
            buffer.writeString("\(field.name.canonicalName): \(field.value)\r\n")
        }
        buffer.setInteger(UInt32(buffer.writerIndex - start - 4), at: start, endianness: .little)
    }
}

/// What Hummingbird writes a body with.
struct BodyWriter: ResponseBodyWriter {
    let sender: ResponseSender
    let trace: Trace?

    mutating func write(_ buffer: ByteBuffer) async throws {
        trace?.note("write", "\(buffer.readableBytes) bytes")
        try await sender.send(buffer)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        trace?.note("finish", "the body is complete")
        sender.finish()
    }
}
