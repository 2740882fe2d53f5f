import Foundation
import NIOCore
import Synchronization

/// The worker's end of the connection to the server; frames can be sent from anywhere.
final class Wire: Sendable {
    let channel: any Channel
    /// The one sequence in which requests enter the app and leave it.
    private let sequence = Atomic<UInt32>(0)

    init(channel: any Channel) {
        self.channel = channel
    }

    /// The next place in the order of entries and exits, from 1.
    func nextPlace() -> UInt32 {
        sequence.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
    }

    /// Sends a frame; frames sent one after the other arrive in that order.
    func send(
        _ kind: FrameKind, stream: UInt32 = 0, _ body: (inout ByteBuffer) -> Void = { _ in }
    ) {
        channel.writeAndFlush(frame(kind, stream, body), promise: nil)
    }

    /// Sends a frame with a JSON payload.
    func send(_ kind: FrameKind, stream: UInt32 = 0, json value: some Encodable) {
        // What we send is made of strings and numbers: encoding it cannot fail.
        guard let data = try? JSONEncoder().encode(value) else { return }
        send(kind, stream: stream) { $0.writeBytes(data) }
    }

    /// Sends lines that the app printed for a request, or outside of any: 1 is standard output,
    /// 2 is the log.
    ///
    /// Waits until they are with the system: what is printed before a crash must not be lost.
    func send(lines: String, source: UInt8, stream: UInt32) {
        let frame = frame(.log, stream) {
            $0.writeInteger(source)
            $0.writeString(lines)
        }
        let written = channel.writeAndFlush(frame)
        // A connection that is closed takes no lines any more.
        if !channel.eventLoop.inEventLoop { try? written.wait() }
    }

    /// Returns once everything sent so far has been handed to the system.
    func flush() async {
        // A channel that is closed has nothing left to hand over.
        try? await channel.writeAndFlush(ByteBuffer()).get()
    }

    private func frame(
        _ kind: FrameKind, _ stream: UInt32, _ body: (inout ByteBuffer) -> Void
    ) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeFrame(kind, stream: stream, body)
        return buffer
    }
}
