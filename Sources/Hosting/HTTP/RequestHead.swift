package import NIOCore

/// The head of a request as the client sent it: its bytes, and where its parts are.
///
/// Names and values are bytes, as they are for an app: a value may be in any encoding.
package struct RequestHead: Sendable {
    /// A field's name and value, as places in `bytes` counted from its start.
    package struct Field: Sendable {
        /// The name.
        package var name: Range<Int>
        /// The value without the white space around it.
        package var value: Range<Int>
    }

    /// How the end of the body is told (RFC 9112, section 6).
    package enum Body: Sendable, Equatable {
        /// There is none.
        case none
        /// By its length in bytes.
        case length(Int)
        /// By chunks.
        case chunked
    }

    /// The head, request line and all.
    package internal(set) var bytes: ByteBuffer
    /// The method.
    package internal(set) var method: Range<Int>
    /// The request target as sent.
    package internal(set) var target: Range<Int>
    /// The path of the target; of an absolute one without scheme and authority.
    package internal(set) var path: Range<Int>
    /// What follows the question mark.
    package internal(set) var query: Range<Int>
    /// The authority of an absolute target, which goes before Host (RFC 9112, 3.2.2).
    package internal(set) var authority: Range<Int>?
    /// The minor version of HTTP/1.
    package internal(set) var minorVersion = 1
    /// The fields in the order in which they came.
    package internal(set) var fields: [Field] = []
    /// How the body ends.
    package internal(set) var body = Body.none
    /// Whether the connection may stay open after this exchange.
    package internal(set) var keepsAlive = true
    /// Whether the client waits for a 100 before it sends the body.
    package internal(set) var expectsContinue = false
    /// Whether the client asks for WebSocket (RFC 6455, 4.2.1).
    package internal(set) var asksForWebSocket = false

    /// Whether the client speaks HTTP/1.1, chunks and all.
    package var isHTTP11: Bool { minorVersion >= 1 }
    /// Whether the method is HEAD.
    package var isHead: Bool { elementsEqual(method, "HEAD") }
    /// Whether the method is GET.
    package var isGet: Bool { elementsEqual(method, "GET") }

    /// Returns the text of a part; bytes that are not UTF-8 become U+FFFD.
    package func text(_ part: Range<Int>) -> String {
        String(decoding: view(part), as: UTF8.self)
    }

    /// Returns the values of a field, its name given in lower case.
    package func values(_ name: StaticString) -> [String] {
        fields.filter { hasName($0, name) }.map { text($0.value) }
    }

    /// Returns the bytes of a part.
    func view(_ part: Range<Int>) -> ByteBufferView {
        let start = bytes.readerIndex
        return bytes.readableBytesView[(start + part.lowerBound)..<(start + part.upperBound)]
    }

    /// Whether a field has this name, given in lower case.
    func hasName(_ field: Field, _ name: StaticString) -> Bool {
        guard field.name.count == name.utf8CodeUnitCount else { return false }
        return bytes.withUnsafeReadableBytes { all in
            for index in 0..<field.name.count {
                let byte = all[field.name.lowerBound + index].asciiLowercased
                if byte != name.utf8Start[index] { return false }
            }
            return true
        }
    }

    private func elementsEqual(_ part: Range<Int>, _ text: StaticString) -> Bool {
        guard part.count == text.utf8CodeUnitCount else { return false }
        return bytes.withUnsafeReadableBytes { all in
            for index in 0..<part.count
            where all[part.lowerBound + index] != text.utf8Start[index] { return false }
            return true
        }
    }
}

extension UInt8 {
    /// The lower case of an ASCII letter, any other byte unchanged.
    package var asciiLowercased: UInt8 {
        self >= 0x41 && self <= 0x5A ? self | 0x20 : self
    }
}
