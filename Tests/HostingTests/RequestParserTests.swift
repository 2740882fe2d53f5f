import Hosting
import NIOCore
import Testing

/// What is a request and what is refused (RFC 9112), byte by byte.
@Suite struct RequestParserTests {
    private func parse(
        _ bytes: [UInt8], limits: AppLimits = AppLimits(), stride: Int = .max
    ) throws(RequestRefusal) -> (head: RequestHead?, body: [UInt8], rest: Int) {
        var parser = RequestParser(limits: limits)
        var buffer = ByteBuffer()
        var (head, body): (RequestHead?, [UInt8]) = (nil, [])
        var reader = BodyReader(.none)
        var isComplete = false
        for start in Swift.stride(from: 0, to: bytes.count, by: min(stride, bytes.count)) {
            buffer.writeBytes(bytes[start..<min(start + min(stride, bytes.count), bytes.count)])
            if head == nil {
                head = try parser.next(from: &buffer)
                if let head { reader = BodyReader(head.body) }
            }
            while head != nil, !isComplete {
                let part = try reader.next(from: &buffer)
                if case .bytes(let more) = part { body += Array(buffer: more) }
                if part == .end { isComplete = true }
                if part == .more { break }
            }
        }
        return (isComplete ? head : nil, body, buffer.readableBytes)
    }

    private static let good: [(String, path: String, query: String, body: String)] = [
        ("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "/", "", ""),
        ("GET /a?b?c HTTP/1.1\r\nHost: h\r\n\r\n", "/a", "b?c", ""),
        ("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "/", "", ""),
        ("GET http://x:1/a?b HTTP/1.1\r\nHost: h\r\n\r\n", "/a", "b", ""),
        ("GET HTTPS://x HTTP/1.1\r\nHost: h\r\n\r\n", "", "", ""),
        ("GET http://x?b HTTP/1.1\r\nHost: h\r\n\r\n", "", "b", ""),
        ("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "*", "", ""),
        ("GET / HTTP/1.0\r\n\r\n", "/", "", ""),
        ("GET / HTTP/1.9\r\nHost:\r\n\r\n", "/", "", ""),
        ("M!#$%&'*+-.^_`|~1 / HTTP/1.1\r\nHost: h\r\n\r\n", "/", "", ""),
        ("GET / HTTP/1.1\r\nHost:\t h \t\r\n\r\n", "/", "", ""),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", "/", "", "abc"),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", "/", "", ""),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "3;a=\"b c\"\r\nabc\r\n0A\r\n0123456789\r\n000\r\nX-Trailer: t\r\n\r\n",
            "/", "", "abc0123456789"
        ),
        (
            "POST / HTTP/1.1\r\nHost: [::1]:8\r\nTransfer-Encoding: , chunked\t,\r\n\r\n0\r\n\r\n",
            "/", "", ""
        ),
    ]

    @Test(arguments: [Int.max, 1, 7])
    func readsWhatIsARequest(stride: Int) throws {
        for (text, path, query, body) in Self.good {
            let parsed = try parse(Array(text.utf8), stride: stride)
            let head = try #require(parsed.head, "\(text)")
            #expect(head.text(head.path) == path, "\(text)")
            #expect(head.text(head.query) == query, "\(text)")
            #expect(String(decoding: parsed.body, as: UTF8.self) == body, "\(text)")
            #expect(parsed.rest == 0, "\(text)")
        }
    }

    private static let post = "POST / HTTP/1.1\r\nHost: h\r\n"
    private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"
    private static let refused: [(String, Int)] = [
        ("\u{16}\u{3}\u{1}", 400),
        ("GET / HTTP/1.1\nHost: h\n\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\rX: y\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\n\rX: y\r\n\r\n", 400),
        ("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        ("GET / \r\nHost: h\r\n\r\n", 400),
        ("GET /\r\nHost: h\r\n\r\n", 400),
        (" GET / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        ("GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400),
        ("GET / http/1.1\r\nHost: h\r\n\r\n", 400),
        ("GET / HTTP/11\r\nHost: h\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505),
        ("GET a HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        ("GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        ("GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        ("GET /a\tb HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        ("CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", 501),
        ("G(T / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: u@h\r\n\r\n", 400),
        ("GET http://u@h/ HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\n: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nX\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nX(: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\n\r\n", 417),
        (post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
        (post + "Content-Length: 3, 3\r\n\r\nabc", 400),
        (post + "Content-Length: +3\r\n\r\nabc", 400),
        (post + "Content-Length: 0x3\r\n\r\nabc", 400),
        (post + "Content-Length: -1\r\n\r\n", 400),
        (post + "Content-Length:\r\n\r\n", 400),
        (post + "Content-Length: 99999999999999999999\r\n\r\n", 413),
        (post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding:\r\n\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding: chunked foo\r\n\r\n0\r\n\r\n", 400),
        // To Swift's strings a Kelvin sign is a K.
        (post + "Transfer-Encoding: chun\u{212A}ed\r\n\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (chunked + "3\nabc\r\n0\r\n\r\n", 400),
        (chunked + "3\r\nabc0\r\n\r\n", 400),
        (chunked + "3\r\nabcd\r\n0\r\n\r\n", 400),
        (chunked + " 3\r\nabc\r\n0\r\n\r\n", 400),
        (chunked + "3 \r\nabc\r\n0\r\n\r\n", 400),
        (chunked + "+3\r\nabc\r\n0\r\n\r\n", 400),
        (chunked + "0x3\r\nabc\r\n0\r\n\r\n", 400),
        (chunked + "\r\nabc\r\n0\r\n\r\n", 400),
        (chunked + "3;a\rb\r\nabc\r\n0\r\n\r\n", 400),
        (chunked + "ffffffffffffffff\r\n", 400),
        (chunked + "0\r\nX : y\r\n\r\n", 400),
        (chunked + "0\r\n\nX: y\r\n\r\n", 400),
    ]

    @Test(arguments: [Int.max, 1])
    func refusesWhatCouldBeReadInTwoWays(stride: Int) {
        for (text, status) in Self.refused {
            do {
                let parsed = try parse(Array(text.utf8), stride: stride)
                Issue.record("\(text) was read: \(parsed.head != nil)")
            } catch {
                #expect(error.status == status, "\(text) \(error.text)")
            }
        }
    }

    @Test func keepsBytesThatAreNoText() throws {
        let bytes =
            Array("GET /\u{E9} HTTP/1.1\r\nHost: h\r\nX: ".utf8) + [0xE9] + Array("\r\n\r\n".utf8)
        let head = try #require(try parse(bytes).head)
        var buffer = ByteBuffer()
        RequestFrame(head: head, client: ("", 0), body: ByteBuffer(), more: false)
            .write(.request, to: &buffer, stream: 1)
        let written = Array(buffer: buffer)
        // A marshalled pair of bytes objects: the name in small letters, the value as it came.
        let pair: [UInt8] = [0x28, 2, 0, 0, 0, 0x73, 1, 0, 0, 0, 0x78, 0x73, 1, 0, 0, 0, 0xE9]
        #expect(written.contains(pair))
    }

    @Test func theHostOfAnAbsoluteTargetCounts() throws {
        let text = "GET http://there:8/ HTTP/1.1\r\nHost: here\r\n\r\n"
        let head = try #require(try parse(Array(text.utf8)).head)
        var buffer = ByteBuffer()
        RequestFrame(head: head, client: ("", 0), body: ByteBuffer(), more: false)
            .write(.request, to: &buffer, stream: 1)
        #expect(Array(buffer: buffer).contains(Array("there:8".utf8)))
        #expect(!Array(buffer: buffer).contains(Array("here\r".utf8)))
    }

    @Test func anAbsoluteTargetWithoutPathIsTheRoot() throws {
        let head = try #require(
            try parse(Array("GET http://h?q HTTP/1.1\r\nHost: h\r\n\r\n".utf8)).head)
        var buffer = ByteBuffer()
        RequestFrame(head: head, client: ("", 0), body: ByteBuffer(), more: false)
            .write(.request, to: &buffer, stream: 1)
        // Marshalled bytes objects: path, then query.
        #expect(
            Array(buffer: buffer).contains([0x73, 1, 0, 0, 0, 0x2F, 0x73, 1, 0, 0, 0, 0x71]))
    }

    @Test func leavesTheNextRequestWhereItIs() throws {
        let text = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nabGET / HTTP"
        let rest = try parse(Array(text.utf8)).rest
        #expect(rest == 10)
    }

    @Test(arguments: [(1, true, false), (0, false, true)])
    func knowsWhetherTheConnectionStays(minor: Int, byItself: Bool, asked: Bool) throws {
        func keeps(_ fields: String) throws -> Bool? {
            let text = "GET / HTTP/1.\(minor)\r\nHost: h\r\n\(fields)\r\n"
            return try parse(Array(text.utf8)).head?.keepsAlive
        }
        #expect(try keeps("") == byItself)
        #expect(try keeps("Connection: Keep-Alive\r\n") == true)
        #expect(try keeps("Connection: x, CLOSE\r\n") == false)
        #expect(try keeps("Connection: close up\r\n") == byItself)
    }

    @Test func hasLimitsForTargetAndFields() {
        var limits = AppLimits()
        limits.targetBytes = 100
        limits.headerBytes = 1000
        for (text, status) in [
            ("GET /\(String(repeating: "a", count: 200))", 414),
            ("GET /\(String(repeating: "a", count: 101)) HTTP/1.1\r\nHost: h\r\n\r\n", 414),
            ("GET / HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "a", count: 1000))", 431),
        ] {
            do {
                _ = try parse(Array(text.utf8), limits: limits)
                Issue.record("\(status) was expected")
            } catch {
                #expect(error.status == status)
            }
        }
    }
}
