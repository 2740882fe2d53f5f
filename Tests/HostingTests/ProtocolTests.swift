import Foundation
import Hosting
import Testing

/// HTTP/1.1 to the byte, against small apps of both interfaces.
@Suite(.serialized) struct ProtocolTests {
    static let wsgi = """
        import io
        from wsgiref.validate import validator

        def plain(environ, start_response):
            path = environ["PATH_INFO"]
            if path == "/stream":
                start_response("200 OK", [("Content-Type", "text/plain")])
                return (part for part in [b"one", b"", b"two"])
            if path == "/short":
                start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "9")])
                return [b"one"]
            if path == "/file":
                start_response("200 OK", [("Content-Type", "text/plain")])
                return environ["wsgi.file_wrapper"](io.BytesIO(b"one two"), 4)
            if path == "/empty":
                start_response("204 No Content", [])
                return []
            if path == "/bad":
                start_response("200 OK", [("Content-Type", "text/plain"), ("X-A", "b\\r\\nX-C: d")])
                return [b""]
            if path == "/length":
                body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
            elif environ["REQUEST_METHOD"] == "POST":
                body = b"".join(iter(lambda: environ["wsgi.input"].read(4096), b""))
            else:
                keys = ["PATH_INFO", "RAW_URI", "QUERY_STRING", "HTTP_X_TWICE", "HTTP_HOST"]
                body = "|".join(environ.get(key, "-") for key in keys).encode("latin-1")
            start_response("200 OK", [("Content-Type", "text/plain"), ("X-Seen", "1")])
            return [body]

        checked = validator(plain)

        def app(environ, start_response):
            inner = plain if environ["PATH_INFO"] == "/bad" else checked
            return inner(environ, start_response)
        """
    static let asgi = """
        async def app(scope, receive, send):
            assert scope["type"] == "http"
            path = scope["path"]
            async def start(status, *headers):
                await send({"type": "http.response.start", "status": status, "headers": headers})
            async def part(body, more=False):
                await send({"type": "http.response.body", "body": body, "more_body": more})
            if path == "/stream":
                await start(200)
                await part(b"one", True)
                await part(b"", True)
                await part(b"two")
            elif path == "/short":
                await start(200, (b"content-length", b"9"))
                await part(b"one")
            elif path == "/empty":
                await start(204)
                await part(b"")
            elif path == "/bad":
                await start(200, (b"x-a", b"b\\r\\nx-c: d"))
                await part(b"")
            elif scope["method"] == "POST":
                body, more = b"", True
                while more:
                    message = await receive()
                    body, more = body + message["body"], message["more_body"]
                await start(200, (b"x-seen", b"1"))
                await part(body)
            else:
                twice = b",".join(v for k, v in scope["headers"] if k == b"x-twice") or b"-"
                raw = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
                host = dict(scope["headers"])[b"host"]
                said = [path.encode(), raw, scope["query_string"], twice, host]
                await start(200, (b"x-seen", b"1"))
                await part(b"|".join(said))
        """
    static let both = [wsgi, asgi]

    /// Sends bytes on one connection and returns all that comes until the server closes.
    private func exchange(
        _ source: String, _ bytes: String, configure: (inout App) -> Void = { _ in }
    ) async throws -> String {
        try await Learner.withApp(source, configure: configure) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(bytes)
                return try await client.readToEnd()
            }
        }
    }

    private func count(_ text: String, of part: String) -> Int {
        text.components(separatedBy: part).count - 1
    }

    @Test(arguments: both)
    func handsOnPathQueryAndRepeatedFields(source: String) async throws {
        let text = try await exchange(
            source,
            "GET /a%20b/%C3%A9?q=%20x HTTP/1.1\r\nHost: h\r\nX-Twice: 1\r\nX-Twice: 2\r\n"
                + "Connection: close\r\n\r\n")
        let words = Reply(text).body.split(separator: "|")
        #expect(words.first == "/a b/é")
        #expect(Array(words.dropFirst()) == ["/a%20b/%C3%A9?q=%20x", "q=%20x", "1,2", "h"])
    }

    @Test(arguments: both)
    func answersPipelinedRequestsInOrder(source: String) async throws {
        let text = try await exchange(
            source,
            "GET /1 HTTP/1.1\r\nhost: h\r\n\r\nGET /stream HTTP/1.1\r\nhost: h\r\n\r\n"
                + "POST /p HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\n\r\nabc"
                + "GET /4 HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
        #expect(count(text, of: "HTTP/1.1 200 OK\r\n") == 4)
        let places = ["/1|", "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n", "abc", "/4|"]
            .map { text.range(of: $0)?.lowerBound }
        #expect(!places.contains(nil))
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
        #expect(count(text, of: "connection: close") == 1)
    }

    @Test(arguments: both)
    func readsAChunkedBody(source: String) async throws {
        let text = try await exchange(
            source,
            "POST /p HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n"
                + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n")
        #expect(Reply(text).body == "abcdefg")
    }

    @Test func streamsAFileByTheServersWrapper() async throws {
        let text = try await exchange(
            Self.wsgi, "GET /file HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
        #expect(Reply(text).body == "one two")
    }

    @Test(arguments: both)
    func streamsWithoutChunksToAnOldClient(source: String) async throws {
        let text = try await exchange(source, "GET /stream HTTP/1.0\r\n\r\n")
        #expect(Reply(text).body == "onetwo")
        #expect(Reply(text).field("transfer-encoding") == nil)
        #expect(Reply(text).field("connection") == "close")
    }

    @Test func keepsAnOldClientsConnectionOnRequest() async throws {
        let text = try await exchange(
            Self.asgi,
            "GET /1 HTTP/1.0\r\nhost: h\r\nconnection: keep-alive\r\n\r\n"
                + "GET /2 HTTP/1.0\r\nhost: h\r\n\r\n")
        #expect(count(text, of: "HTTP/1.1 200 OK") == 2)
        #expect(text.contains("connection: keep-alive"))
    }

    @Test(arguments: both)
    func sendsNoBodyForHead(source: String) async throws {
        let text = try await exchange(
            source,
            "HEAD /1 HTTP/1.1\r\nhost: h\r\n\r\nHEAD /stream HTTP/1.1\r\nhost: h\r\n"
                + "connection: close\r\n\r\n")
        #expect(count(text, of: "HTTP/1.1 200 OK") == 2)
        #expect(text.hasSuffix("\r\n\r\n"))
        #expect(!text.contains("one") && !text.contains("|") && !text.contains("0\r\n\r\n"))
    }

    @Test(arguments: both)
    func sendsNeitherBodyNorLengthFor204(source: String) async throws {
        let text = try await exchange(
            source, "GET /empty HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
        #expect(Reply(text).status == 204)
        #expect(Reply(text).field("content-length") == nil)
        #expect(Reply(text).field("transfer-encoding") == nil)
    }

    @Test(arguments: both)
    func answersAClientThatHasEndedItsSide(source: String) async throws {
        try await Learner.withApp(source) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    "POST /p HTTP/1.1\r\nhost: h\r\ncontent-length: 3\r\n\r\nabc"
                        + "GET /2 HTTP/1.1\r\nhost: h\r\n\r\n")
                client.endInput()
                let text = try await client.readToEnd()
                #expect(count(text, of: "HTTP/1.1 200 OK") == 2)
                #expect(text.contains("abc") && text.contains("/2|"))
            }
        }
    }

    @Test(arguments: both)
    func leavesAClientThatHasEndedInTheMiddleOfALaterRequest(source: String) async throws {
        let text = try await Learner.withApp(source) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    "GET /1 HTTP/1.1\r\nhost: h\r\n\r\nPOST /p HTTP/1.1\r\nhost: h\r\n"
                        + "content-length: 3\r\n\r\na")
                client.endInput()
                return try await client.readToEnd()
            }
        }
        #expect(count(text, of: "HTTP/1.1 200 OK") == 1)
    }

    @Test(arguments: both)
    func takesARequestByteByByte(source: String) async throws {
        try await Learner.withApp(source) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                let fields = (0..<20).map { "x-\($0): \(String(repeating: "v", count: 40))\r\n" }
                let text =
                    "POST /p HTTP/1.1\r\nhost: h\r\n\(fields.joined())connection: close\r\n"
                    + "transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx: y\r\n\r\n"
                for byte in text.utf8 { try await client.send([byte]) }
                #expect(Reply(try await client.readToEnd()).body == "abc")
            }
        }
    }

    @Test(arguments: both)
    func handsOnBytesThatAreNoText(source: String) async throws {
        try await Learner.withApp(source) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    Array("GET /%E9 HTTP/1.1\r\nhost: h\r\nconnection: close\r\nx-twice: ".utf8)
                        + [0xE9] + Array("\r\n\r\n".utf8))
                let text = try await client.readToEnd()
                #expect(Reply(text).status == 200)
                #expect(text.contains("|/%E9|"))
                #expect(text.contains("|\u{FFFD}|h"))
            }
        }
    }

    @Test(arguments: both)
    func finishesWhatIsInFlightWhenItStops(source: String) async throws {
        let slow =
            source.contains("async def")
            ? "import asyncio\ninner = app\nasync def app(s, r, w):\n    if s['type'] != 'http':\n"
                + "        return await inner(s, r, w)\n    print('in')\n"
                + "    await asyncio.sleep(0.2)\n    await inner(s, r, w)\n"
            : "import time\ninner = app\ndef app(e, s):\n    print('in')\n    time.sleep(0.2)\n"
                + "    return inner(e, s)\n"
        try await Learner.withApp(source + "\n" + slow) {
            $0.grace = .seconds(20)
        } _: { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send("GET /1 HTTP/1.1\r\nhost: h\r\n\r\n")
                await hosted.see("in")
                let record = await hosted.end()
                let head = Reply(try await client.readHead())
                #expect(head.status == 200)
                #expect(record.end == .stopped)
            }
        }
    }

    @Test(arguments: both)
    func continuesWhenAsked(source: String) async throws {
        try await Learner.withApp(source) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    "POST /length HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\n"
                        + "content-length: 2\r\nconnection: close\r\n\r\n")
                #expect(try await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await client.send("ok")
                #expect(Reply(try await client.readToEnd()).body == "ok")
            }
        }
    }

    @Test(arguments: both)
    func cutsTheConnectionWhenABodyIsShorterThanPromised(source: String) async throws {
        let text = try await exchange(source, "GET /short HTTP/1.1\r\nhost: h\r\n\r\n")
        #expect(text.contains("content-length: 9"))
        #expect(Reply(text).body == "one")
    }

    @Test(arguments: both)
    func refusesALineBreakInAResponseField(source: String) async throws {
        let text = try await exchange(
            source, "GET /bad HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
        #expect(Reply(text).status == 500)
        #expect(!text.lowercased().contains("x-c"))
    }

    @Test(arguments: [
        ("rubbish\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nhost: h\r\nx: \(String(repeating: "x", count: 70_000))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nhost: h\r\nx: \(String(repeating: "x", count: 200_000))\r\n\r\n", 431),
        ("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 99999999\r\n\r\n", 413),
        ("GET / HTTP/1.1\r\nhost: h\r\nexpect: miracles\r\n\r\n", 417),
    ])
    func refusesWhatIsNoRequest(bytes: String, status: Int) async throws {
        let text = try await exchange(Self.asgi, bytes) { $0.limits.bodyBytes = 1000 }
        #expect(Reply(text).status == status)
        #expect(Reply(text).field("connection") == "close")
    }

    @Test func refusesAChunkedBodyThatGrowsTooLong() async throws {
        let text = try await exchange(
            Self.asgi,
            "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n"
                + "800\r\n" + String(repeating: "a", count: 2048) + "\r\n0\r\n\r\n"
        ) { $0.limits.bodyBytes = 1000 }
        #expect(Reply(text).status == 413)
    }

    @Test func givesUpOnAHeadThatNeverEnds() async throws {
        let text = try await exchange(Self.asgi, "GET / HT") { $0.limits.head = .milliseconds(50) }
        #expect(Reply(text).status == 408)
    }
}
