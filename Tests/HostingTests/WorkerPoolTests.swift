import Foundation
import Hosting
import Testing

/// Several workers behind one port, and those that take the place of others.
@Suite(.serialized) struct WorkerPoolTests {
    private static let app = """
        import os
        def app(environ, start_response):
            print(os.getpid())
            if environ["PATH_INFO"] == "/exit":
                os._exit(5)
            body = environ["wsgi.input"].read()
            start_response("200 OK", [])
            return [str(os.getpid()).encode()]
        """

    @Test func aRequestGoesToTheWorkerWithTheLeastToDo() async throws {
        try await Learner.withApp(Self.app) {
            $0.workers = 3
        } _: { hosted in
            guard case .ready = await hosted.start else {
                Issue.record("\(await hosted.start)")
                return
            }
            // Each of them keeps its worker busy until its body is complete.
            var clients: [RawClient] = []
            var pids: Set<String> = []
            for _ in 1...3 {
                let client = try await RawClient(port: hosted.port)
                clients.append(client)
                try await client.send(
                    "POST / HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-length: 2\r\n\r\na")
                for await case .log(let line) in hosted.events {
                    pids.insert(line.text)
                    break
                }
            }
            #expect(pids.count == 3)
            for client in clients {
                try await client.send("b")
                #expect(pids.contains(Reply(try await client.readToEnd()).body))
                client.close()
            }
            #expect(await hosted.record().exchanges.count == 3)
        }
    }

    @Test func anotherWorkerTakesThePlaceOfOneThatEnded() async throws {
        try await Learner.withApp(Self.app) {
            $0.workers = 2
            $0.replacesWorkers = true
        } _: { hosted in
            guard case .ready = await hosted.start else {
                Issue.record("\(await hosted.start)")
                return
            }
            var pauses: [Duration] = []
            for _ in 1...2 {
                let ended = try await RawClient.get(hosted.port, "/exit").status
                #expect(ended == 502)
                for await event in hosted.events {
                    if case .replacing(let pause) = event { pauses.append(pause) }
                    guard case .replaced(.ready) = event else { continue }
                    break
                }
            }
            #expect(pauses == [.milliseconds(100), .milliseconds(200)])
            let sound = try await RawClient.get(hosted.port, "/").status
            #expect(sound == 200)
        }
    }

    @Test func oneThatIsNotToBeReplacedStaysAway() async throws {
        try await Learner.withApp(Self.app) { hosted in
            let ended = try await RawClient.get(hosted.port, "/exit").status
            #expect(ended == 502)
            for await case .ended in hosted.events { break }
            let after = try await RawClient.get(hosted.port, "/").status
            #expect(after == 502)
        }
    }

    static let interfaces: [(String, App.Interface, String)] = [
        ("def app(environ, start_response): pass", .asgi, "is a WSGI app"),
        ("async def app(scope, receive, send): pass", .wsgi, "is an ASGI app"),
        (
            "from flask import Flask\napp = Flask(__name__)", .asgi,
            "called with environ and start_response"
        ),
        ("from fastapi import FastAPI\napp = FastAPI()", .wsgi, "or say asgi"),
    ]

    @Test(arguments: interfaces)
    func refusesAnInterfaceThatIsNotTheApps(
        source: String, interface: App.Interface, text: String
    ) async throws {
        let failure = try #require(
            await Learner.failure(source) { $0.interface = interface })
        #expect(failure.kind == .wrongInterface)
        #expect(failure.message.contains(text))
    }

    @Test func takesAPlainFunctionThatReturnsACoroutine() async throws {
        let source = """
            async def inner(scope, receive, send):
                assert scope["type"] == "http"
                await send({"type": "http.response.start", "status": 204, "headers": []})
                await send({"type": "http.response.body"})
            def app(scope, receive, send):
                return inner(scope, receive, send)
            """
        try await Learner.withApp(source) { hosted in
            let empty = try await RawClient.get(hosted.port, "/").status
            #expect(empty == 204)
        }
    }
}
