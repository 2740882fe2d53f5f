/// Decodes UTF-8 byte by byte as a terminal sends it; what is malformed becomes U+FFFD.
struct UTF8Decoder {
    private var bytes: [UInt8] = []
    private var expected = 0

    /// Takes a byte; the scalar that it completes, or nil when more bytes are needed.
    ///
    /// A byte that cannot go on with a sequence is lost together with it.
    mutating func take(_ byte: UInt8) -> Unicode.Scalar? {
        if bytes.isEmpty {
            expected = Self.length(startingWith: byte)
            if expected == 1 { return Unicode.Scalar(byte) }
            guard expected > 1 else { return "\u{FFFD}" }
            bytes = [byte]
            return nil
        }
        bytes.append(byte)
        guard byte & 0xC0 == 0x80 else { return finish("\u{FFFD}") }
        guard bytes.count == expected else { return nil }
        return finish(String(decoding: bytes, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}")
    }

    private mutating func finish(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        bytes = []
        return scalar
    }

    /// Bytes of a sequence by its first byte (RFC 3629, section 3), 0 for no valid start.
    private static func length(startingWith byte: UInt8) -> Int {
        switch byte {
        case 0x00...0x7F: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }
}
