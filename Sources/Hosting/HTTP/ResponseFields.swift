import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the fields of an app's response say that the server has to know.
struct ResponseFields {
    private(set) var contentLength: Int?
    private(set) var asksToClose = false
    private(set) var hasDate = false
    private(set) var hasServer = false

    /// Copies lines of `name: value`, without those that are the server's to say; nil when a name is
    /// none.
    static func copy(_ fields: ByteBuffer, to buffer: inout ByteBuffer) -> ResponseFields? {
        var seen = ResponseFields()
        let isSound = fields.withUnsafeReadableBytes { bytes in
            var start = 0
            // Lines that stay are written together.
            var unwritten = 0
            while start < bytes.count {
                guard let end = endOfLine(bytes, from: start),
                    let colon = colon(bytes, start..<end)
                else { return false }
                if !seen.note(bytes, start..<colon, (colon + 1)..<(end - 1)) {
                    buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[unwritten..<start]))
                    unwritten = end + 1
                }
                start = end + 1
            }
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[unwritten..<start]))
            return true
        }
        return isSound ? seen : nil
    }

    /// Writes the fields that every response has and the app has not given.
    func writeMissing(date: String, to buffer: inout ByteBuffer) {
        if !hasDate {
            buffer.writeStaticString("date: ")
            buffer.writeString(date)
            buffer.writeStaticString("\r\n")
        }
        if !hasServer { buffer.writeStaticString("server: routelings\r\n") }
    }

    private static func endOfLine(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress,
            let place = memchr(base + start, 0x0A, bytes.count - start)
        else { return nil }
        let end = UnsafeRawPointer(place) - base
        return end > start && bytes[end - 1] == 0x0D ? end : nil
    }

    private static func colon(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Int? {
        var colon = line.lowerBound
        while colon < line.upperBound, bytes[colon].isTokenByte { colon += 1 }
        return colon > line.lowerBound && bytes[colon] == 0x3A ? colon : nil
    }

    /// Returns whether the field is passed on as it is.
    private mutating func note(
        _ bytes: UnsafeRawBufferPointer, _ name: Range<Int>, _ value: Range<Int>
    ) -> Bool {
        func isNamed(_ text: StaticString) -> Bool {
            guard let base = bytes.baseAddress else { return false }
            return text.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.count) {
                let start = base.assumingMemoryBound(to: CChar.self) + name.lowerBound
                return strncasecmp(start, $0, name.count) == 0
            }
        }
        // Names of other lengths are nothing to us, and most fields have one.
        switch name.count {
        case 4 where isNamed("date"): hasDate = true
        case 6 where isNamed("server"): hasServer = true
        case 10 where isNamed("connection"):
            asksToClose = asksToClose || text(bytes, value).lowercased() == "close"
            return false
        case 10 where isNamed("keep-alive"): return false
        case 14 where isNamed("content-length"):
            contentLength = Int(text(bytes, value))
            return false
        case 17 where isNamed("transfer-encoding"): return false
        default: break
        }
        return true
    }

    private func text(_ bytes: UnsafeRawBufferPointer, _ value: Range<Int>) -> String {
        var (start, end) = (value.lowerBound, value.upperBound)
        while start < end, bytes[start].isBlank { start += 1 }
        while end > start, bytes[end - 1].isBlank { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

extension ByteBuffer {
    /// Writes a number that is not negative in decimal digits.
    mutating func writeDecimal(_ number: Int) {
        var rest = number
        var digits: UInt64 = 0
        var count = 0
        // Eight digits fit; longer bodies are rare.
        guard number < 100_000_000 else {
            writeString(String(number))
            return
        }
        repeat {
            digits = digits << 8 | UInt64(0x30 + rest % 10)
            rest /= 10
            count += 1
        } while rest > 0
        for _ in 0..<count {
            writeInteger(UInt8(truncatingIfNeeded: digits))
            digits >>= 8
        }
    }
}
