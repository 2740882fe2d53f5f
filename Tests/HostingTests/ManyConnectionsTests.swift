import Hosting
import Testing

/// Many connections at once; `scripts/try-hosting load` holds more and watches the memory.
@Suite(.serialized) struct ManyConnectionsTests {
    @Test func heldConnectionsAllAnswerAgain() async throws {
        try await Learner.withApp(WebSocketTests.app) { hosted in
            var clients: [RawClient] = []
            for _ in 0..<200 { clients.append(try await RawClient(port: hosted.port)) }
            for _ in 0..<2 {
                for client in clients { try await client.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n") }
                for client in clients {
                    #expect(Reply(try await client.read(until: "\r\n\r\n0")).status == 200)
                }
            }
            for client in clients { client.close() }
        }
    }

    @Test func heldWebSocketsAllEcho() async throws {
        try await Learner.withApp(WebSocketTests.app) { hosted in
            var sockets: [RawWebSocket] = []
            for _ in 0..<60 {
                let client = try await RawClient(port: hosted.port)
                try await client.send(RawWebSocket.handshake("/"))
                let reply = Reply(try await client.readHead())
                sockets.append(RawWebSocket(client: client, reply: reply))
            }
            for (number, socket) in sockets.enumerated() {
                try await socket.send(text: "hello \(number)")
            }
            for (number, socket) in sockets.enumerated() {
                let echo = try await socket.next()
                #expect(echo?.text == "hello \(number)")
                socket.client.close()
            }
        }
    }
}
