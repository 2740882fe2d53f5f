import Foundation
import Hosting
import Testing

/// Clients that leave before their request has reached the app.
@Suite(.serialized) struct DepartureTests {
    /// The last request of a connection whose client leaves while one before it is answered
    /// either never reaches the app, or the app is told.
    @Test func noRequestIsLeftWaitingForAClientThatIsGone() async throws {
        let source = """
            async def app(scope, receive, send):
                assert scope["type"] == "http"
                while scope["path"] == "/second" and (await receive())["type"] != "http.disconnect":
                    pass
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body"})
            """
        let clients = 500
        try await Learner.withApp(source) {
            $0.tellsAnswers = true
        } _: { hosted in
            let port = hosted.port
            try await withThrowingTaskGroup { group in
                for _ in 1...clients {
                    group.addTask {
                        let client = try await RawClient(port: port)
                        try await client.send("GET /first HTTP/1.1\r\nhost: h\r\n\r\n")
                        try await client.send(
                            "GET /first HTTP/1.1\r\nhost: h\r\n\r\n"
                                + "POST /second HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\n")
                        client.close()
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await RawClient.get(port, "/last").status == 200)
            for await case .answered(let exchange) in hosted.events {
                if case .timedOut = exchange.outcome { Issue.record("left waiting: \(exchange)") }
                let exchanges = await hosted.record().exchanges
                if !exchanges.contains(where: { $0.outcome == .pending }) { break }
            }
        }
    }

    @Test func aRequestThatWaitsForTheAppGoesWithItsClient() async throws {
        let source = """
            open("gate").close()
            def app(environ, start_response):
                start_response("200 OK", [])
                return [b"there"]
            """
        try await Learner.withFolder(["app.py": source]) { folder in
            mkfifo(folder + "/gate", 0o600)
            var app = App(.file(folder + "/app.py"))
            app.workingDirectory = folder
            app.limits.startup = .seconds(60)
            try await Learner.withHost { host in
                try await host.withApp(app) { hosted in
                    try await RawClient.with(port: hosted.port) { client in
                        try await client.send(
                            "POST /gone HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\n")
                        client.endInput()
                        #expect(try await client.readToEnd() == "")
                    }
                    try Data().write(to: URL(fileURLWithPath: folder + "/gate"))
                    #expect(try await RawClient.get(hosted.port, "/").body == "there")
                    #expect(await hosted.record().exchanges.map(\.target) == ["/"])
                }
            }
        }
    }
}
