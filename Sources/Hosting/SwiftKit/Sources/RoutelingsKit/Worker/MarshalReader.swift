import NIOCore

/// A value in CPython's `marshal` format, as far as a request's head needs it: the server writes
/// heads so that Python workers read them with one call.
enum MarshalValue {
    case none
    case bool(Bool)
    case int(Int32)
    case text(String)
    case bytes(ByteBuffer)
    case list([MarshalValue])

    /// Reads the next value.
    ///
    /// - Returns: nil for bytes that the server does not write.
    init?(from buffer: inout ByteBuffer) {
        guard let tag = buffer.readInteger(as: UInt8.self) else { return nil }
        switch tag {
        case UInt8(ascii: "N"): self = .none
        case UInt8(ascii: "T"): self = .bool(true)
        case UInt8(ascii: "F"): self = .bool(false)
        case UInt8(ascii: "i"):
            guard let value = buffer.readInteger(endianness: .little, as: Int32.self) else {
                return nil
            }
            self = .int(value)
        case UInt8(ascii: "u"):
            guard let bytes = Self.sized(&buffer) else { return nil }
            self = .text(String(buffer: bytes))
        case UInt8(ascii: "s"):
            guard let bytes = Self.sized(&buffer) else { return nil }
            self = .bytes(bytes)
        case UInt8(ascii: "("), UInt8(ascii: "["):
            guard let items = Self.items(&buffer) else { return nil }
            self = .list(items)
        default: return nil
        }
    }

    private static func sized(_ buffer: inout ByteBuffer) -> ByteBuffer? {
        guard let count = buffer.readInteger(endianness: .little, as: UInt32.self) else {
            return nil
        }
        return buffer.readSlice(length: Int(count))
    }

    private static func items(_ buffer: inout ByteBuffer) -> [MarshalValue]? {
        guard let count = buffer.readInteger(endianness: .little, as: UInt32.self) else {
            return nil
        }
        var items: [MarshalValue] = []
        for _ in 0..<count {
            guard let item = MarshalValue(from: &buffer) else { return nil }
            items.append(item)
        }
        return items
    }

    /// The text of a text or of bytes; nil for anything else.
    var string: String? {
        switch self {
        case .text(let text): text
        case .bytes(let bytes): String(buffer: bytes)
        default: nil
        }
    }
}
