package import NIOCore

/// Reads a request body to its end (RFC 9112, sections 6 and 7); trailers are read and dropped.
package struct BodyReader: Sendable {
    /// What comes next.
    package enum Part: Equatable, Sendable {
        /// Bytes of the body, at least one.
        case bytes(ByteBuffer)
        /// The body is complete.
        case end
        /// More has to arrive first.
        case more
    }

    private enum State {
        case length(Int)
        case chunkSize
        case chunk(Int)
        case chunkEnd
        case trailers(bytes: Int)
        case ended
    }

    /// A longer line of a chunk's size and extensions is refused.
    private static let maxLineBytes = 4096
    private static let maxTrailerBytes = 16 << 10
    private var state: State

    /// Starts at the first byte after the head.
    package init(_ body: RequestHead.Body) {
        switch body {
        case .none: state = .ended
        case .length(let count): state = .length(count)
        case .chunked: state = .chunkSize
        }
    }

    /// Takes the next part from the front of what has been read.
    ///
    /// - Throws: `RequestRefusal` for chunks that are none.
    package mutating func next(from buffer: inout ByteBuffer) throws(RequestRefusal) -> Part {
        while true {
            switch state {
            case .ended: return .end
            case .length(let left):
                guard let bytes = take(left, from: &buffer) else { return .more }
                let rest = left - bytes.readableBytes
                state = rest == 0 ? .ended : .length(rest)
                return .bytes(bytes)
            case .chunk(let left):
                guard let bytes = take(left, from: &buffer) else { return .more }
                let rest = left - bytes.readableBytes
                state = rest == 0 ? .chunkEnd : .chunk(rest)
                return .bytes(bytes)
            case .chunkSize:
                guard let line = try line(from: &buffer) else { return .more }
                let size = try Self.size(line)
                state = size == 0 ? .trailers(bytes: 0) : .chunk(size)
            case .chunkEnd:
                guard let line = try line(from: &buffer) else { return .more }
                guard line.isEmpty else {
                    throw .bad("A chunk of this body is longer than its size says.")
                }
                state = .chunkSize
            case .trailers(let bytes):
                guard let line = try line(from: &buffer) else { return .more }
                state = try Self.afterTrailer(line, bytes)
            }
        }
    }

    private func take(_ most: Int, from buffer: inout ByteBuffer) -> ByteBuffer? {
        guard buffer.readableBytes > 0 else { return nil }
        return buffer.readSlice(length: min(most, buffer.readableBytes))
    }

    /// Takes a line without its CR LF; nil when it is not complete.
    private func line(from buffer: inout ByteBuffer) throws(RequestRefusal) -> [UInt8]? {
        let view = buffer.readableBytesView
        guard let end = view.firstIndex(of: 0x0A) else {
            guard view.count <= Self.maxLineBytes else {
                throw .bad("A line between the chunks of this body is too long.")
            }
            // The CR of an end may be there already; a bare one may not.
            if let bare = view.firstIndex(of: 0x0D), bare != view.endIndex - 1 { throw Self.bare }
            return nil
        }
        let line = Array(view[..<end])
        guard line.count <= Self.maxLineBytes else {
            throw .bad("A line between the chunks of this body is too long.")
        }
        guard line.last == 0x0D, line.firstIndex(of: 0x0D) == line.count - 1 else {
            throw Self.bare
        }
        buffer.moveReaderIndex(forwardBy: line.count + 1)
        return line.dropLast()
    }

    private static let bare = RequestRefusal.bad(
        "A line between the chunks of this body does not end in CR LF.")

    /// Reads a chunk's size: hexadecimal digits at once, then the end or extensions.
    private static func size(_ line: [UInt8]) throws(RequestRefusal) -> Int {
        let digits = line.prefix { $0.isDigit || (0x61...0x66).contains($0.asciiLowercased) }
        let rest = line.dropFirst(digits.count)
        guard (1...15).contains(digits.count), rest.first.map({ $0 == 0x3B }) ?? true,
            rest.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }),
            let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .bad("A chunk of this body has no size that can be read.") }
        return size
    }

    private static func afterTrailer(_ line: [UInt8], _ bytes: Int) throws(RequestRefusal) -> State
    {
        if line.isEmpty { return .ended }
        let total = bytes + line.count
        guard total <= maxTrailerBytes else {
            throw RequestRefusal(status: 431, text: "The trailers of this body are too long.")
        }
        _ = try ByteBuffer(bytes: line).withUnsafeReadableBytes { bytes throws(RequestRefusal) in
            try FieldLine.read(bytes, 0..<line.count)
        }
        return .trailers(bytes: total)
    }
}
