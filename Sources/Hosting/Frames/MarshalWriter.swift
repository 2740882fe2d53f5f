package import NIOCore

/// Writes values in CPython's `marshal` format, so that a worker reads a whole request head with
/// one call into C.
///
/// Only the types that a request head needs; nothing is written as a reference, which every
/// CPython since 3.4 reads. The format: `Python/marshal.c` in CPython.
package struct MarshalWriter {
    /// What has been written so far.
    package private(set) var buffer: ByteBuffer

    /// Continues at the end of `buffer`.
    package init(appendingTo buffer: ByteBuffer) {
        self.buffer = buffer
    }

    /// Writes `None`.
    package mutating func writeNone() {
        buffer.writeInteger(Tag.none)
    }

    /// Writes `True` or `False`.
    package mutating func write(_ value: Bool) {
        buffer.writeInteger(value ? Tag.true : Tag.false)
    }

    /// Writes an `int`.
    package mutating func write(_ value: Int32) {
        buffer.writeInteger(Tag.int)
        buffer.writeInteger(value, endianness: .little)
    }

    /// Writes a `str`.
    package mutating func write(_ value: String) {
        let utf8 = value.utf8
        buffer.writeInteger(Tag.unicode)
        buffer.writeInteger(UInt32(utf8.count), endianness: .little)
        buffer.writeBytes(utf8)
    }

    /// Writes a `str` whose UTF-8 is given.
    package mutating func write(string utf8: Slice<UnsafeRawBufferPointer>) {
        buffer.writeInteger(Tag.unicode)
        buffer.writeInteger(UInt32(utf8.count), endianness: .little)
        buffer.writeBytes(UnsafeRawBufferPointer(rebasing: utf8))
    }

    /// Writes a `bytes`.
    package mutating func write(bytes: some Collection<UInt8>) {
        buffer.writeInteger(Tag.bytes)
        buffer.writeInteger(UInt32(bytes.count), endianness: .little)
        buffer.writeBytes(bytes)
    }

    /// Writes a `bytes`.
    package mutating func write(bytes: Slice<UnsafeRawBufferPointer>) {
        buffer.writeInteger(Tag.bytes)
        buffer.writeInteger(UInt32(bytes.count), endianness: .little)
        buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes))
    }

    /// Writes a `bytes` in which ASCII letters are small.
    package mutating func write(lowercasing bytes: Slice<UnsafeRawBufferPointer>) {
        buffer.writeInteger(Tag.bytes)
        buffer.writeInteger(UInt32(bytes.count), endianness: .little)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bytes.count) { free in
            var index = 0
            for byte in bytes {
                free[index] = byte.asciiLowercased
                index += 1
            }
            return bytes.count
        }
    }

    /// Writes a `bytes` with what can be read in `contents`.
    package mutating func write(bytes contents: ByteBuffer) {
        buffer.writeInteger(Tag.bytes)
        buffer.writeInteger(UInt32(contents.readableBytes), endianness: .little)
        buffer.writeImmutableBuffer(contents)
    }

    /// Begins a `tuple`: the next `count` values are its items.
    package mutating func beginTuple(count: Int) {
        buffer.writeInteger(Tag.tuple)
        buffer.writeInteger(UInt32(count), endianness: .little)
    }

    /// Begins a `list`: the next `count` values are its items.
    package mutating func beginList(count: Int) {
        buffer.writeInteger(Tag.list)
        buffer.writeInteger(UInt32(count), endianness: .little)
    }

    private enum Tag {
        static let none = UInt8(ascii: "N")
        static let `true` = UInt8(ascii: "T")
        static let `false` = UInt8(ascii: "F")
        static let int = UInt8(ascii: "i")
        static let unicode = UInt8(ascii: "u")
        static let bytes = UInt8(ascii: "s")
        static let tuple = UInt8(ascii: "(")
        static let list = UInt8(ascii: "[")
    }
}
