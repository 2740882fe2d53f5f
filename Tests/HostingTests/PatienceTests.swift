import Foundation
import Hosting
import Testing

/// Clients that stop in the middle.
///
/// On a busy machine our own clients may stop too, before they have sent anything, and find their
/// connections closed: then they try again.
@Suite(.serialized, .timeLimit(.minutes(2))) struct PatienceTests {
    private func withApp(
        _ source: String, _ body: @Sendable (HostedApp) async throws -> Void
    ) async throws {
        try await Learner.withApp(source) {
            $0.limits.clientPause = .seconds(1)
            $0.limits.request = nil
        } _: { hosted in
            _ = await hosted.start
            try await body(hosted)
        }
    }

    /// What a client that sends `text` and nothing more is answered.
    private func reply(to text: String, _ port: Int) async throws -> Reply {
        while true {
            let received = try? await RawClient.with(port: port) { client in
                try await client.send(text)
                return try await client.readToEnd()
            }
            if let received, !received.isEmpty { return Reply(received) }
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
            let head = "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\n"
            let reply = try await reply(to: head + "some", hosted.port)
            #expect(reply.status == 408)
            for await case .log(let line) in hosted.events where line.text == "told" { break }
        }
    }

    @Test func aClientThatTakesNothingIsLeft() async throws {
        try await withApp(Learner.endlessApp) { hosted in
            var head = ""
            while head.isEmpty {
                let client = try await RawClient(port: hosted.port)
                defer { client.close() }
                try? await client.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n")
                head = (try? await client.readHead()) ?? ""
                guard !head.isEmpty else { continue }
                for await case .log(let line) in hosted.events where line.text == "closed" { break }
            }
        }
    }

    /// That others have been left for doing nothing proves that the first could have been.
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
        let end = " HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"
        try await withApp(source) { hosted in
            let port = hosted.port
            async let waited = reply(to: "GET /wait" + end, port)
            for _ in 1...2 {
                let text = try await RawClient.with(port: port) { try await $0.readToEnd() }
                #expect(text == "")
            }
            let sent = try await reply(to: "GET /go" + end, port)
            #expect(sent.status == 200)
            let answer = try await waited
            #expect(answer.body == "waited")
        }
    }
}
