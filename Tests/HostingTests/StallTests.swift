import Hosting
import Testing

/// Who holds up the event loop is named; who waits as one should is not.
@Suite(.serialized) struct StallTests {
    private static let source = """
        import asyncio, time
        async def app(scope, receive, send):
            assert scope["type"] == "http"
            if scope["path"] == "/sleep":
                time.sleep(0.4)
            elif scope["path"] == "/compute":
                end = time.thread_time() + 0.4
                while time.thread_time() < end: pass
            elif scope["path"] == "/task":
                async def work():
                    time.sleep(0.4)
                await asyncio.create_task(work())
            elif scope["path"] == "/wait":
                await asyncio.sleep(0.4)
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body"})
        """

    @Test(arguments: [("/sleep", 5), ("/compute", 8), ("/task", 11)])
    func namesTheLineThatHeldTheLoop(path: String, line: Int) async throws {
        try await Learner.withApp(Self.source) { hosted in
            let reply = try await RawClient.get(hosted.port, path)
            #expect(reply.status == 200, "\(reply)")
            let stall = try #require(await hosted.record().exchanges.first?.stall)
            #expect(stall.line == line)
            #expect(stall.file.hasSuffix("app.py"))
            #expect(stall.source?.hasPrefix(path == "/compute" ? "while" : "time.sleep") == true)
            for await event in hosted.events {
                guard case .stalled(let place, let method, let target) = event else { continue }
                #expect(place == stall)
                #expect(method == "GET" && target == path)
                break
            }
        }
    }

    @Test func saysNothingOfARequestThatWaits() async throws {
        try await Learner.withApp(Self.source) { hosted in
            _ = try await RawClient.get(hosted.port, "/wait")
            let exchange = try #require(await hosted.record().exchanges.first)
            #expect(exchange.status == 200)
            #expect(exchange.stall == nil)
        }
    }
}
