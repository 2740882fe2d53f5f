import Foundation

/// A file descriptor that someone else owns, with whole writes.
package struct Descriptor: Sendable {
    /// Standard error.
    package static let standardError = Descriptor(STDERR_FILENO)

    let number: Int32

    init(_ number: Int32) { self.number = number }

    /// Writes all of the text, whatever the pace of the reader; false when it cannot be written.
    @discardableResult
    package func writeAll(_ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
            if written > 0 {
                bytes = bytes.dropFirst(written)
            } else if written < 0, errno == EAGAIN {
                _ = Self.wait(for: [(number, Int16(POLLOUT))])
            } else if written < 0, errno != EINTR {
                return false
            }
        }
        return true
    }

    /// What one read gave.
    enum Byte: Equatable {
        case byte(UInt8), end, none
    }

    /// Reads one byte, no more, so that whatever follows is left for the next reader.
    func readByte() -> Byte {
        var byte: UInt8 = 0
        let count = read(number, &byte, 1)
        if count == 1 { return .byte(byte) }
        if count < 0, errno == EINTR || errno == EAGAIN { return .none }
        return .end
    }

    /// Waits until one of the descriptors has an event, a signal arrives, or nothing more can
    /// come, and returns the numbers of those that have one.
    static func wait(for interests: [(number: Int32, events: Int16)]) -> Set<Int32> {
        var polled = interests.map { pollfd(fd: $0.number, events: $0.events, revents: 0) }
        guard poll(&polled, nfds_t(polled.count), -1) > 0 else { return [] }
        return Set(polled.filter { $0.revents != 0 }.map(\.fd))
    }
}

/// A pipe that wakes a thread waiting in `poll`; writing to it is safe in a signal handler.
final class WakePipe: Sendable {
    let readEnd: Int32
    let writeEnd: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes the reader; a full pipe wakes it just as well.
    func wake(_ reason: Reason = .work) {
        var byte = reason.rawValue
        _ = write(writeEnd, &byte, 1)
    }

    /// Takes all that was written.
    func drain() -> Set<Reason> {
        var reasons: Set<Reason> = []
        var byte: UInt8 = 0
        while read(readEnd, &byte, 1) == 1 {
            if let reason = Reason(rawValue: byte) { reasons.insert(reason) }
        }
        return reasons
    }

    /// Why the reader is woken.
    enum Reason: UInt8 {
        /// There is text to print or a wish to fulfil.
        case work
        /// The window has another size.
        case resized
        /// The process was stopped and goes on.
        case continued
    }
}
