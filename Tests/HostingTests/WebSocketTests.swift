import Foundation
import Hosting
import Testing

/// WebSockets, frame by frame, against a bare ASGI app.
@Suite(.serialized) struct WebSocketTests {
    static let app = """
        import asyncio, os
        sent = 0
        async def app(scope, receive, send):
            global sent
            if scope["type"] == "http":
                await send({"type": "http.response.start", "status": 200, "headers": []})
                return await send({"type": "http.response.body", "body": str(sent).encode()})
            assert scope["type"] == "websocket"
            assert (await receive())["type"] == "websocket.connect"
            path = scope["path"]
            if path == "/deny":
                return await send({"type": "websocket.close"})
            if path == "/denial":
                await send({"type": "websocket.http.response.start", "status": 401,
                            "headers": [(b"x-why", b"no")]})
                await send({"type": "websocket.http.response.body", "body": b"go ", "more_body": True})
                return await send({"type": "websocket.http.response.body", "body": b"away"})
            if path == "/early":
                raise ValueError("early")
            chosen = scope["subprotocols"][-1] if scope["subprotocols"] else None
            await send({"type": "websocket.accept", "subprotocol": chosen, "headers": [(b"X-A", b"b")]})
            if path == "/close":
                return await send({"type": "websocket.close", "code": 4001, "reason": "enough"})
            if path == "/late":
                raise ValueError("late")
            if path == "/exit":
                await receive()
                os._exit(3)
            if path == "/flood":
                while True:
                    await send({"type": "websocket.send", "bytes": b"x" * 65536})
                    sent += 65536
            if path == "/deaf":
                await asyncio.sleep(60)
            while path != "/return":
                message = await receive()
                if message["type"] == "websocket.disconnect":
                    print("left", message["code"], message["reason"])
                    try:
                        await send({"type": "websocket.send", "text": "?"})
                    except OSError:
                        print("refused")
                    return
                await send({**message, "type": "websocket.send"})
        """

    private func withSocket(
        _ path: String, fields: String = "", configure: (inout App) -> Void = { _ in },
        _ body: (RawWebSocket, HostedApp) async throws -> Void
    ) async throws {
        try await Learner.withApp(Self.app, configure: configure) { hosted in
            try await RawWebSocket.with(hosted.port, path, fields: fields) {
                try await body($0, hosted)
            }
        }
    }

    @Test func opensWithASubprotocolAndFields() async throws {
        try await withSocket("/", fields: "Sec-WebSocket-Protocol: chat, soap\r\n") { socket, app in
            #expect(socket.reply.status == 101)
            #expect(socket.reply.field("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(socket.reply.field("sec-websocket-protocol") == "soap")
            #expect(socket.reply.field("x-a") == "b")
            #expect(socket.reply.field("upgrade") == "websocket")
            #expect(await app.record().exchanges.first?.status == 101)
        }
    }

    @Test func carriesTextBytesAndParts() async throws {
        try await withSocket("/") { socket, _ in
            try await socket.send(text: "é")
            #expect(try await socket.next() == .init(opcode: 1, contents: [0xC3, 0xA9]))
            try await socket.send(0x82, [0, 255])
            #expect(try await socket.next() == .init(opcode: 2, contents: [0, 255]))
            try await socket.send(0x01, [0xC3])
            try await socket.send(0x89, [7])
            try await socket.send(0x80, [0xA9])
            #expect(try await socket.next() == .init(opcode: 10, contents: [7]))
            #expect(try await socket.next()?.text == "é")
            try await socket.send(0x82, .init(repeating: 9, count: 1_000_000))
            #expect(try await socket.next()?.contents.count == 1_000_000)
        }
    }

    @Test func takesFramesThatCameWithTheHandshake() async throws {
        try await Learner.withApp(Self.app) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                let early = RawWebSocket.frame(0x81, Array("early".utf8))
                try await client.send(Array(RawWebSocket.handshake("/").utf8) + early)
                let reply = Reply(try await client.readHead())
                let socket = RawWebSocket(client: client, reply: reply)
                #expect(try await socket.next()?.text == "early")
            }
        }
    }

    @Test func leavesAClientThatEndedWithItsHandshake() async throws {
        try await Learner.withApp(Self.app) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(RawWebSocket.handshake("/"))
                client.endInput()
                _ = try await client.readToEnd()
                await hosted.see("left 1006")
            }
        }
    }

    @Test func tellsTheAppHowTheClientCloses() async throws {
        try await withSocket("/") { socket, hosted in
            try await socket.send(0x88, [0x0F, 0xA3] + Array("done".utf8))
            let answer = try await socket.next()
            #expect(answer?.opcode == 8)
            #expect(answer?.code == 4003)
            #expect(try await socket.next() == nil)
            await hosted.see("refused")
            let exchange = try #require(await hosted.record().exchanges.first)
            #expect(exchange.log.map(\.text) == ["left 4003 done", "refused"])
            #expect(exchange.closeCode == 4003)
            #expect(exchange.outcome == .answered)
        }
    }

    @Test(arguments: [
        ([UInt8](), "left 1005 "), ([0x03, 0xE8], "left 1000 "),
    ])
    func tellsTheAppTheCodeOfAClose(contents: [UInt8], line: String) async throws {
        try await withSocket("/") { socket, hosted in
            try await socket.send(0x88, contents)
            #expect(try await socket.next()?.contents == contents)
            await hosted.see(line)
        }
    }

    @Test func tellsTheAppThatTheClientIsGone() async throws {
        try await withSocket("/") { socket, hosted in
            socket.client.endInput()
            await hosted.see("left 1006 ")
            await hosted.see("refused")
            #expect(await hosted.record().exchanges.first?.outcome == .clientLeft)
        }
    }

    @Test func closesWithTheAppsCode() async throws {
        try await withSocket("/close") { socket, hosted in
            let close = try await socket.next()
            #expect(close?.code == 4001)
            #expect(close?.reason == "enough")
            try await socket.send(0x88, [0x0F, 0xA1])
            #expect(try await socket.next() == nil)
            #expect(await hosted.record().exchanges.first?.closeCode == 4001)
        }
    }

    @Test func closesWhenTheAppReturns() async throws {
        try await withSocket("/return") { socket, _ in
            let close = try await socket.next()
            #expect(close?.code == 1000)
        }
    }

    @Test func saysInTheCloseThatTheAppFailed() async throws {
        try await withSocket("/late") { socket, hosted in
            let close = try await socket.next()
            #expect(close?.code == 1011)
            let exchange = try #require(await hosted.record().exchanges.first)
            #expect(exchange.traceback?.type == "ValueError")
        }
    }

    @Test func closesWith1011WhenTheWorkerEnds() async throws {
        try await withSocket("/exit") { socket, _ in
            try await socket.send(text: "go")
            let close = try await socket.next()
            #expect(close?.code == 1011)
        }
    }

    @Test func closesWith1012WhenTheAppIsStartedAnew() async throws {
        try await withSocket("/") { socket, hosted in
            _ = try await hosted.reload()
            let close = try await socket.next()
            #expect(close?.code == 1012)
        }
    }

    @Test func letsTheAppShutDownAfterItsSockets() async throws {
        try await withSocket("/") {
            $0.grace = .seconds(20)
        } _: { socket, hosted in
            let record = await hosted.end()
            let close = try await socket.next()
            #expect(close?.code == 1012)
            #expect(record.exchanges.first?.log.first?.text.hasPrefix("left 1012") == true)
        }
    }

    @Test(arguments: [("/deny", 403, ""), ("/denial", 401, "go away"), ("/early", 500, "Internal")])
    func letsTheAppAnswerInstead(path: String, status: Int, body: String) async throws {
        try await Learner.withApp(Self.app) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    RawWebSocket.handshake(path)
                        + "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                let text = try await client.readToEnd()
                #expect(Reply(text).status == status)
                #expect(Reply(text).body.hasPrefix(body.prefix(3)))
                if status == 401 { #expect(Reply(text).field("x-why") == "no") }
                // The connection goes on: the next request is answered.
                #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 2)
            }
        }
    }

    static let wrongFrames: [(String, [UInt8], Int)] = [
        ("unmasked", RawWebSocket.frame(0x81, [65], masks: false), 1002),
        ("a reserved bit", RawWebSocket.frame(0xC1, [65]), 1002),
        ("an unknown opcode", RawWebSocket.frame(0x83, [65]), 1002),
        ("a continuation of nothing", RawWebSocket.frame(0x80, [65]), 1002),
        (
            "a message within a message",
            RawWebSocket.frame(0x01, [65]) + RawWebSocket.frame(0x81, [65]), 1002
        ),
        ("a ping in parts", RawWebSocket.frame(0x09, [65]), 1002),
        ("a long ping", RawWebSocket.frame(0x89, .init(repeating: 65, count: 126)), 1002),
        ("a close of one byte", RawWebSocket.frame(0x88, [3]), 1002),
        ("a close with 1005", RawWebSocket.frame(0x88, [0x03, 0xED]), 1002),
        ("a close with 999", RawWebSocket.frame(0x88, [0x03, 0xE7]), 1002),
        ("text that is not UTF-8", RawWebSocket.frame(0x81, [0xC3, 0x28]), 1007),
        ("a reason that is not UTF-8", RawWebSocket.frame(0x88, [0x03, 0xE8, 0xFF]), 1007),
        ("a long frame", RawWebSocket.frame(0x81, .init(repeating: 65, count: 1001)), 1009),
        (
            "a long message in parts",
            RawWebSocket.frame(0x01, .init(repeating: 65, count: 900))
                + RawWebSocket.frame(0x80, .init(repeating: 65, count: 900)), 1009
        ),
    ]

    @Test func refusesWrongFramesWithTheirCode() async throws {
        try await Learner.withApp(Self.app) {
            $0.limits.messageBytes = 1000
        } _: { hosted in
            for (name, bytes, code) in Self.wrongFrames {
                try await RawWebSocket.with(hosted.port, "/") { socket in
                    try await socket.client.send(bytes)
                    let close = try await socket.next()
                    #expect(close?.code == code, "\(name)")
                    await hosted.see("left \(code) ")
                }
            }
        }
    }

    @Test(arguments: [
        ("Sec-WebSocket-Version: 8", 426),
        ("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: a", 400),
        ("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub2_jZQ==", 400),
    ])
    func refusesAHandshakeThatIsNone(fields: String, status: Int) async throws {
        try await Learner.withApp(Self.app) { hosted in
            let text = try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
                        + "Connection: keep-alive, Upgrade\r\n\(fields)\r\n\r\n")
                client.endInput()
                return try await client.readToEnd()
            }
            #expect(Reply(text).status == status)
            if status == 426 { #expect(Reply(text).field("sec-websocket-version") == "13") }
        }
    }

    @Test func answersTheUpgradeAsAPlainGetForWSGI() async throws {
        let source = """
            def app(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [environ["HTTP_UPGRADE"].encode()]
            """
        try await Learner.withApp(source) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    RawWebSocket.handshake("/")
                        + "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\nConnection: close\r\n\r\n")
                let text = try await client.readToEnd()
                #expect(text.contains("websocket") && text.hasSuffix("h2c"))
            }
        }
    }

    /// Far less than the app wants to send or the client to, far more than sockets hold.
    private static let bound = 64 << 20

    @Test func holdsUpAnAppWhoseClientReadsNothing() async throws {
        try await withSocket("/flood") { _, hosted in
            // What is on its way comes to rest when every buffer is full.
            var (before, sent) = (-1, 0)
            while sent != before, sent < Self.bound {
                before = sent
                for _ in 0..<50 { _ = try await RawClient.get(hosted.port, "/") }
                sent = try #require(Int(try await RawClient.get(hosted.port, "/").body))
            }
            #expect(sent > 0 && sent < Self.bound)
        }
    }

    @Test func holdsUpAClientWhoseAppTakesNothing() async throws {
        try await withSocket("/deaf") { socket, _ in
            let frame = RawWebSocket.frame(0x82, .init(repeating: 7, count: 1 << 20))
            var taken = 0
            while taken < Self.bound, try await socket.client.sendAtOnce(frame) {
                taken += frame.count
            }
            #expect(taken < Self.bound)
        }
    }
}

extension HostedApp {
    /// Waits until the app has printed this line.
    func see(_ line: String) async {
        for await case .log(let printed) in events where printed.text.hasPrefix(line) { return }
    }
}
