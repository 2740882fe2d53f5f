import NIOCore

/// What the request line and the fields mean.
extension RequestHead {
    /// Reads a request line (RFC 9112, section 3).
    init(
        requestLine line: Range<Int>, of buffer: ByteBuffer, limits: AppLimits
    ) throws(RequestRefusal) {
        bytes = buffer
        let parts = try buffer.withUnsafeReadableBytes { all throws(RequestRefusal) in
            try Self.parts(all, line)
        }
        method = parts.method
        target = parts.target
        path = target
        query = target.upperBound..<target.upperBound
        minorVersion = parts.minorVersion
        if target.count > limits.targetBytes {
            throw RequestRefusal(
                status: 414, text: "The request target is longer than \(limits.targetBytes) bytes.")
        }
        try splitTarget()
    }

    private static func parts(
        _ all: UnsafeRawBufferPointer, _ line: Range<Int>
    ) throws(RequestRefusal) -> (method: Range<Int>, target: Range<Int>, minorVersion: Int) {
        let wrong = RequestRefusal.bad("This is not an HTTP/1.1 request line.")
        var space = line.lowerBound
        while space < line.upperBound, all[space].isTokenByte { space += 1 }
        let start = space + 1
        guard space > line.lowerBound, start < line.upperBound, all[space] == 0x20 else {
            throw wrong
        }
        var end = start
        while end < line.upperBound, all[end] > 0x20, all[end] != 0x7F { end += 1 }
        guard end > start, end < line.upperBound, all[end] == 0x20 else { throw wrong }
        let version = Array(all[(end + 1)..<line.upperBound])
        guard version.count == 8, version.starts(with: Array("HTTP/".utf8)), version[6] == 0x2E,
            version[5].isDigit, version[7].isDigit
        else { throw wrong }
        guard version[5] == 0x31 else {
            throw RequestRefusal(status: 505, text: "This server speaks HTTP/1.1 and HTTP/1.0.")
        }
        return (line.lowerBound..<space, start..<end, Int(version[7]) - 0x30)
    }

    /// Finds path and query (RFC 9112, 3.2).
    private mutating func splitTarget() throws(RequestRefusal) {
        let view = Array(self.view(target))
        var pathStart = 0
        if view.first != 0x2F {
            if view == [0x2A], text(method) == "OPTIONS" { return }
            if text(method) == "CONNECT" {
                throw RequestRefusal(status: 501, text: "CONNECT is for proxies; this is none.")
            }
            guard let after = Self.endOfScheme(view) else {
                throw .bad("The request target is neither a path nor an http:// address.")
            }
            pathStart = view[after...].firstIndex { $0 == 0x2F || $0 == 0x3F } ?? view.count
            guard pathStart > after else { throw .bad("The request target names no host.") }
            let named = (target.lowerBound + after)..<(target.lowerBound + pathStart)
            try checkHost(named)
            authority = named
        }
        let mark = view[pathStart...].firstIndex(of: 0x3F)
        let base = target.lowerBound
        path = (base + pathStart)..<(base + (mark ?? view.count))
        if let mark { query = (base + mark + 1)..<target.upperBound }
    }

    private static func endOfScheme(_ target: [UInt8]) -> Int? {
        for scheme in ["http://", "https://", "ws://", "wss://"] {
            let start = target.prefix(scheme.utf8.count).map(\.asciiLowercased)
            if start == Array(scheme.utf8) { return scheme.utf8.count }
        }
        return nil
    }

    /// Draws from the fields what the server has to know.
    mutating func interpretFields(limits: AppLimits) throws(RequestRefusal) {
        var hosts = 0
        var lengths: [Field] = []
        var encodings: [String] = []
        var connection: [String] = []
        var upgrade = ""
        for field in fields {
            switch field.name.count {
            case 4 where hasName(field, "host"):
                hosts += 1
                try checkHost(field.value)
            case 6 where hasName(field, "expect"):
                try interpret(expect: word(view(field.value)))
            case 7 where hasName(field, "upgrade"): upgrade = word(view(field.value))
            case 10 where hasName(field, "connection"): connection += tokens(of: field)
            case 14 where hasName(field, "content-length"): lengths.append(field)
            case 17 where hasName(field, "transfer-encoding"):
                let named = tokens(of: field)
                encodings += named.isEmpty ? [""] : named
            default: break
            }
        }
        // RFC 9112, 3.2: a request without exactly one Host field is answered with 400.
        if hosts > 1 || hosts == 0 && isHTTP11 {
            throw .bad("A request needs exactly one Host field.")
        }
        keepsAlive = isHTTP11 ? !connection.contains("close") : connection.contains("keep-alive")
        try interpret(lengths: lengths, encodings: encodings, limits: limits)
        asksForWebSocket =
            upgrade == "websocket" && isHTTP11 && isGet && body == .none
            && connection.contains("upgrade")
    }

    /// The members of a list that are not empty, in lower case.
    private func tokens(of field: Field) -> [String] {
        view(field.value).split(separator: 0x2C).map(word).filter { !$0.isEmpty }
    }

    /// Lower case of ASCII letters only, without the white space around: to Swift's strings a Kelvin
    /// sign is a K, which would make `chunked` of what no other server takes for it.
    private func word(_ bytes: ByteBufferView) -> String {
        let start = bytes.drop(while: \.isBlank)
        let end = start.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? start.startIndex
        return String(
            decoding: start[..<end].lazy.map(\.asciiLowercased), as: Unicode.ASCII.self)
    }

    /// RFC 9112, 3.2: a Host that is none is answered with 400.
    private func checkHost(_ part: Range<Int>) throws(RequestRefusal) {
        guard view(part).allSatisfy(\.isHostByte) else {
            throw .bad("The host of this request is no name or address, with a port or without.")
        }
    }

    private mutating func interpret(expect: String) throws(RequestRefusal) {
        guard isHTTP11 else { return }
        guard expect == "100-continue" else {
            throw RequestRefusal(status: 417, text: "Only 100-continue can be expected.")
        }
        expectsContinue = true
    }

    /// RFC 9112, 6.1 to 6.3: what could be read in two ways is refused.
    private mutating func interpret(
        lengths: [Field], encodings: [String], limits: AppLimits
    ) throws(RequestRefusal) {
        if !encodings.isEmpty {
            guard lengths.isEmpty, isHTTP11 else {
                throw .bad("The length of the body is told in two ways.")
            }
            guard encodings.last == "chunked",
                encodings.firstIndex(of: "chunked") == encodings.count - 1
            else { throw .bad("The last Transfer-Encoding must be chunked, and only the last.") }
            guard encodings.count == 1 else {
                throw RequestRefusal(
                    status: 501, text: "The only Transfer-Encoding known here is chunked.")
            }
            body = .chunked
        } else if let first = lengths.first {
            let digits = Array(view(first.value))
            guard lengths.count == 1, !digits.isEmpty, digits.allSatisfy(\.isDigit) else {
                throw .bad("Content-Length must be one number.")
            }
            let length = Int(String(decoding: digits, as: UTF8.self)) ?? .max
            if length > limits.bodyBytes {
                throw RequestRefusal(
                    status: 413, text: "The body is longer than \(limits.bodyBytes) bytes.")
            }
            body = length == 0 ? .none : .length(length)
        }
    }
}

extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// Whether a byte may stand in a host with its port (RFC 3986, 3.2.2).
    fileprivate var isHostByte: Bool {
        switch self {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x3B, 0x21, 0x24...0x2E, 0x3D, 0x5B, 0x5D, 0x5F, 0x7E:
            true
        default: false
        }
    }
}
