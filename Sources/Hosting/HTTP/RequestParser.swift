package import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads request heads (RFC 9112, sections 2 to 5), line by line as they arrive.
///
/// Strict where leniency lets a second request hide in a first one: lines end in CR LF and nothing
/// else, a name is followed by its colon at once, and no field goes on in a second line.
package struct RequestParser: Sendable {
    private var head: RequestHead?
    /// Bytes of the present head that were looked at, all of them whole lines.
    private var consumed = 0
    /// Bytes in which no end of a line was found.
    private var searched = 0
    private let limits: AppLimits

    /// Starts with nothing read.
    package init(limits: AppLimits) {
        self.limits = limits
    }

    /// Whether a head has begun to arrive and is not complete.
    package var isInsideHead: Bool { searched > 0 }

    /// Takes a head from the front of what has been read; nil when more of it is needed.
    ///
    /// - Throws: `RequestRefusal`; what follows in the connection cannot be understood then.
    package mutating func next(from buffer: inout ByteBuffer) throws(RequestRefusal) -> RequestHead?
    {
        while let end = try endOfLine(in: buffer) {
            let line = consumed..<(end - 1)
            consumed = end + 1
            searched = consumed
            if head == nil {
                if line.isEmpty {
                    skipEmptyLine(in: &buffer)
                } else {
                    head = try RequestHead(requestLine: line, of: buffer, limits: limits)
                }
            } else if line.isEmpty {
                return try complete(from: &buffer)
            } else {
                let field = try buffer.withUnsafeReadableBytes { bytes throws(RequestRefusal) in
                    try FieldLine.read(bytes, line)
                }
                head?.fields.append(field)
            }
        }
        return nil
    }

    /// RFC 9112, 2.2: an empty line before the request line is ignored.
    private mutating func skipEmptyLine(in buffer: inout ByteBuffer) {
        buffer.moveReaderIndex(forwardBy: 2)
        consumed = 0
        searched = 0
    }

    private mutating func complete(
        from buffer: inout ByteBuffer
    ) throws(RequestRefusal) -> RequestHead? {
        guard var done = head, let bytes = buffer.readSlice(length: consumed) else { return nil }
        head = nil
        consumed = 0
        searched = 0
        done.bytes = bytes
        try done.interpretFields(limits: limits)
        return done
    }

    /// Returns the place of the next LF that ends a line, nil when it is not there yet.
    private mutating func endOfLine(in buffer: ByteBuffer) throws(RequestRefusal) -> Int? {
        let start = searched
        let found: Int? = buffer.withUnsafeReadableBytes { bytes in
            guard start < bytes.count, let base = bytes.baseAddress,
                let place = memchr(base + start, 0x0A, bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(place) - base
        }
        guard let found else {
            searched = buffer.readableBytes
            try checkUnfinished(in: buffer)
            return nil
        }
        try checkSize(found + 1)
        guard found > consumed, buffer.byte(at: found - 1) == 0x0D else {
            throw .bad("A line of this request ends in LF alone; HTTP/1.1 lines end in CR LF.")
        }
        return found
    }

    private func checkUnfinished(in buffer: ByteBuffer) throws(RequestRefusal) {
        // Rubbish, such as a TLS handshake, is told from the start of a request at once.
        if let first = buffer.byte(at: 0), head == nil, first != 0x0D, !first.isTokenByte {
            throw .bad("This is not an HTTP/1.1 request. Is it HTTPS? This server speaks HTTP.")
        }
        try checkSize(searched)
    }

    private func checkSize(_ size: Int) throws(RequestRefusal) {
        if head == nil, size > limits.targetBytes + 64 {
            throw RequestRefusal(
                status: 414, text: "The request target is longer than \(limits.targetBytes) bytes.")
        }
        if size > limits.headerBytes {
            throw RequestRefusal(
                status: 431, text: "The header fields are longer than \(limits.headerBytes) bytes.")
        }
    }
}

/// One line of a header or of trailers (RFC 9112, section 5).
enum FieldLine {
    /// Returns where name and value are.
    static func read(
        _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>
    ) throws(RequestRefusal) -> RequestHead.Field {
        var colon = line.lowerBound
        while colon < line.upperBound, bytes[colon].isTokenByte { colon += 1 }
        guard colon > line.lowerBound else {
            throw .bad(
                "A header line starts with a blank or without a name: write each field in one line."
            )
        }
        guard colon < line.upperBound, bytes[colon] == 0x3A else {
            throw .bad("A header line has no colon right after its name.")
        }
        var start = colon + 1
        var end = line.upperBound
        while start < end, bytes[start].isBlank { start += 1 }
        while end > start, bytes[end - 1].isBlank { end -= 1 }
        for index in start..<end where !bytes[index].isFieldByte {
            throw .bad("A header value contains a control character.")
        }
        return .init(name: line.lowerBound..<colon, value: start..<end)
    }
}

extension UInt8 {
    /// Whether a byte may stand in a method or a field name (RFC 9110, 5.6.2).
    var isTokenByte: Bool {
        switch self {
        case 0x61...0x7A, 0x30...0x39, 0x41...0x5A, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E,
            0x5E...0x60, 0x7C, 0x7E:
            true
        default: false
        }
    }

    /// Whether a byte is a space or a tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// Whether a byte may stand in a field value (RFC 9110, 5.5).
    fileprivate var isFieldByte: Bool { self >= 0x20 && self != 0x7F || self == 0x09 }
}

extension ByteBuffer {
    /// The byte this far from the front, nil beyond the end.
    func byte(at offset: Int) -> UInt8? { getInteger(at: readerIndex + offset) }
}
