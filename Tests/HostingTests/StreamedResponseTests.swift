import Hosting
import Testing

/// Responses that go on: how long they may, and what is told of their end.
@Suite(.serialized) struct StreamedResponseTests {
    private static let source = """
        import asyncio
        go = asyncio.Event()
        async def app(scope, receive, send):
            assert scope["type"] == "http"
            if scope["path"] == "/never":
                await asyncio.sleep(600)
            if scope["path"] == "/go":
                go.set()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            if scope["path"] == "/stream":
                await send({"type": "http.response.body", "body": b"begun", "more_body": True})
                await go.wait()
            await send({"type": "http.response.body", "body": b"ended"})
        """

    @Test func aStreamMayGoOnWhereThatIsAllowed() async throws {
        try await Learner.withApp(Self.source) {
            $0.limits.request = .milliseconds(200)
            $0.limits.streamsFreely = true
        } _: { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    "GET /stream HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
                _ = try await client.read(until: "begun")
                // The limit of a later request is reached after the stream's.
                #expect(try await RawClient.get(hosted.port, "/never").status == 504)
                _ = try await RawClient.get(hosted.port, "/go")
                #expect(try await client.readToEnd().contains("ended"))
            }
        }
    }

    @Test func aStreamIsBoundedElsewhere() async throws {
        try await Learner.withApp(Self.source) {
            $0.limits.request = .milliseconds(200)
        } _: { hosted in
            let reply = try await RawClient.get(hosted.port, "/stream")
            #expect(reply.body.contains("begun") && !reply.body.contains("ended"))
        }
    }

    @Test func aClientThatLeavesIsNoFailureOfTheApp() async throws {
        let source = """
            from fastapi import FastAPI
            from fastapi.responses import StreamingResponse
            app = FastAPI()
            @app.get("/")
            async def root():
                async def parts():
                    while True:
                        yield "x" * 65536
                return StreamingResponse(parts())
            """
        try await Learner.withApp(source) { hosted in
            try await RawClient.leave(hosted.port, after: "xxxx")
            var record = await hosted.record()
            while record.exchanges.first?.left == nil { record = await hosted.record() }
            #expect(record.exchanges.first?.outcome == .clientLeft)
            #expect(record.exchanges.first?.traceback == nil)
            #expect(record.exchanges.first?.log == [])
        }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "yield 'x'; await asyncio.sleep(3600)",
            "while True: yield 'x' * 65536",
        ])
    func theGeneratorOfAStreamIsClosedWhenItsClientLeaves(steps: String) async throws {
        let source = """
            import asyncio
            from fastapi import FastAPI
            from fastapi.responses import StreamingResponse
            app = FastAPI()
            @app.get("/")
            async def root():
                async def parts():
                    try:
                        \(steps)
                    finally:
                        print("closed")
                return StreamingResponse(parts())
            """
        try await Learner.withApp(source) { hosted in
            try await RawClient.leave(hosted.port, after: "\r\n\r\n1")
            for await case .log(let line) in hosted.events where line.text == "closed" { break }
        }
    }

    @Test func whatFailsBecauseTheClientLeftIsTold() async throws {
        let source = """
            async def app(scope, receive, send):
                assert scope["type"] == "http"
                await send({"type": "http.response.start", "status": 200, "headers": []})
                try:
                    while True:
                        part = {"type": "http.response.body", "body": b"x" * 65536, "more_body": True}
                        await send(part)
                except OSError:
                    undefined
            """
        try await Learner.withApp(source) { hosted in
            try await RawClient.leave(hosted.port, after: "xxxx")
            for await case .traceback(let traceback, _, _) in hosted.events {
                #expect(traceback.type == "NameError")
                break
            }
        }
    }

    @Test(arguments: [
        "def app(environ, start_response):\n    raise ValueError('no')\n",
        "async def app(scope, receive, send):\n    raise ValueError('no')\n",
    ])
    func theTraceOfAnAppThatRaisedSaysSo(source: String) async throws {
        try await Learner.withApp(source) {
            $0.traces = true
        } _: { hosted in
            _ = try await RawClient.get(hosted.port, "/")
            let trace = try #require(await hosted.record().exchanges.first?.trace)
            let last = try #require(trace.events.last)
            #expect([last.call, last.what, last.detail] == ["raise", "ValueError", "no"])
        }
    }
}
