import Foundation
import Hosting
import Testing

/// Clients that stop in the middle.
@Suite(.serialized) struct PatienceTests {
    private func withApp(_ source: String, _ body: (HostedApp) async throws -> Void) async throws {
        try await Learner.withApp(source) {
            $0.limits.clientPause = .seconds(1)
            $0.limits.request = .seconds(60)
        } _: {
            try await body($0)
        }
    }

    @Test func aBodyThatStopsArrivingIsRefused() async throws {
        let source = """
            async def app(scope, receive, send):
                assert scope["type"] == "http"
                while (message := await receive())["type"] != "http.disconnect":
                    print("read", len(message["body"]))
                print("told")
            """
        try await withApp(source) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\nsome")
                #expect(try await Reply(client.readToEnd()).status == 408)
            }
            for await case .log(let line) in hosted.events where line.text == "told" { break }
        }
    }

    @Test func aClientThatTakesNothingIsLeft() async throws {
        let source = """
            def app(environ, start_response):
                start_response("200 OK", [])
                def parts():
                    try:
                        while True:
                            yield b"x" * 65536
                    finally:
                        print("closed")
                return parts()
            """
        try await withApp(source) { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n")
                for await case .log(let line) in hosted.events where line.text == "closed" { break }
            }
        }
    }

    /// That a second client has been left for doing nothing proves that the first could have been.
    @Test func aClientThatWaitsForTheAppIsNotLeft() async throws {
        let source = """
            import asyncio
            go = asyncio.Event()
            async def app(scope, receive, send):
                assert scope["type"] == "http"
                await go.wait() if scope["path"] == "/wait" else go.set()
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": b"waited"})
            """
        try await withApp(source) { hosted in
            let port = hosted.port
            async let waited = RawClient.get(port, "/wait")
            for _ in 1...2 {
                let text = try await RawClient.with(port: port) { try await $0.readToEnd() }
                #expect(text == "")
            }
            #expect(try await RawClient.get(port, "/go").status == 200)
            let reply = try await waited
            #expect(reply.body == "waited")
        }
    }
}
