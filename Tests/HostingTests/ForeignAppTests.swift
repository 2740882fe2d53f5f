import Foundation
import Hosting
import Testing

/// What apps take for granted that were written for other servers.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ForeignAppTests {
    @Test func standardOutputIsATextFile() async throws {
        let source = """
            import sys
            for stream, name in (sys.stdout, "<stdout>"), (sys.stderr, "<stderr>"):
                stream.reconfigure(encoding="utf-8", line_buffering=True)
                assert (stream.name, stream.mode, stream.line_buffering) == (name, "w", True)
            def app(environ, start_response): pass
            """
        let failure = try await Learner.failure(source)
        #expect(failure == nil)
    }

    @Test func whatIsPrintedPastTheStreamsIsSeen() async throws {
        let source = """
            import sys
            print("past them", file=sys.__stdout__)
            def app(environ, start_response): pass
            """
        try await Learner.withApp(source) { hosted in await hosted.see("past them") }
    }

    /// As uvloop's policy does: its loops need no watcher of children.
    @Test func aPolicyForOtherLoopsDoesNotPreventSubprocesses() async throws {
        let source = """
            import asyncio, sys
            class Policy(asyncio.DefaultEventLoopPolicy):
                def get_child_watcher(self):
                    raise NotImplementedError
            asyncio.set_event_loop_policy(Policy())
            async def app(scope, receive, send):
                assert scope["type"] == "http"
                child = await asyncio.create_subprocess_exec("true")
                assert await child.wait() == 0
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": b"waited"})
            """
        try await Learner.withApp(source) { hosted in
            let reply = try await RawClient.get(hosted.port, "/")
            #expect(reply.body == "waited")
        }
    }

    /// Starlette puts an exception of its own in the place of the one that `send` raises.
    @Test func aFrameworksStreamEndsQuietlyWithItsClient() async throws {
        let source = """
            import asyncio
            from fastapi import FastAPI
            from fastapi.responses import StreamingResponse
            app = FastAPI()
            @app.get("/")
            def read():
                async def events():
                    try:
                        while True:
                            yield "data: 1\\n\\n"
                            await asyncio.sleep(0)
                    finally:
                        print("closed")
                return StreamingResponse(events())
            """
        try await Learner.withApp(source) { hosted in
            try await leave(hosted)
            await hosted.see("closed")
            #expect(await hosted.record().exchanges.map(\.traceback) == [nil])
        }
    }

    @Test func anAppThatStopsStreamingToNobodyHasMadeNoMistake() async throws {
        let source = """
            async def app(scope, receive, send):
                assert scope["type"] == "http"
                await receive()
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": b"data: 1", "more_body": True})
                assert (await receive())["type"] == "http.disconnect"
                print("closed")
            """
        try await Learner.withApp(source) { hosted in
            try await leave(hosted)
            await hosted.see("closed")
            let exchanges = await hosted.record().exchanges
            #expect(exchanges.map(\.traceback) == [nil])
            #expect(exchanges.map(\.outcome) == [.clientLeft])
        }
    }

    /// Asks for a stream and leaves when it has begun.
    private func leave(_ hosted: HostedApp) async throws {
        try await RawClient.with(port: hosted.port) { client in
            try await client.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n")
            _ = try await client.read(until: "data: 1")
        }
    }
}
