import Foundation
import Hosting
import Testing

/// What a request can do to its worker, and what the client and the record say then.
@Suite(.serialized) struct RequestFailureTests {
    @Test(arguments: [
        "import time\ndef app(e, s):\n    time.sleep(60)\n",
        "import asyncio\nasync def app(scope, receive, send):\n    await asyncio.sleep(scope['type'] == 'http' and 60)\n",
        "import time\nasync def app(scope, receive, send):\n    time.sleep(scope['type'] == 'http' and 60)\n",
    ])
    func saysWhereAHandlerThatNeverReturnsStands(source: String) async throws {
        try await Learner.withApp(source) {
            // On a busy machine a request is on its way to the app for long, and stands nowhere.
            $0.limits.request = .seconds(3)
        } _: { hosted in
            let reply = try await RawClient.get(hosted.port, "/")
            #expect(reply.status == 504)
            let exchange = try #require(await hosted.record().exchanges.first)
            guard case .timedOut(let place) = exchange.outcome else {
                Issue.record("\(exchange.outcome)")
                return
            }
            #expect(place?.line == 3)
            #expect(place?.file.hasSuffix("app.py") == true)
        }
    }

    @Test func namesTheCauseWhenTheAppEndsItself() async throws {
        let source = "import os\ndef app(e, s):\n    os._exit(7)\n"
        try await Learner.withApp(source) { hosted in
            let reply = try await RawClient.get(hosted.port, "/")
            #expect(reply.status == 502)
            #expect(reply.body.contains("exit code 7"))
            let record = await hosted.record()
            #expect(record.end == .exited(code: 7))
            #expect(record.exchanges.first?.outcome == .appEnded(.exited(code: 7)))
            #expect(try await RawClient.get(hosted.port, "/").status == 502)
        }
    }

    /// Asyncio lets what ends a program end its loop.
    @Test func namesTheCodeOfAnExitInATask() async throws {
        let source = """
            import asyncio
            async def app(scope, receive, send):
                assert scope["type"] == "http"
                async def leave():
                    print("leaving")
                    raise SystemExit(3)
                await asyncio.create_task(leave())
            """
        try await Learner.withApp(source) { hosted in
            let reply = try await RawClient.get(hosted.port, "/")
            #expect(reply.body.contains("exit code 3"), "\(reply.body)")
            let record = await hosted.record()
            #expect(record.end == .exited(code: 3))
            #expect(record.exchanges.first?.log.map(\.text) == ["leaving"])
        }
    }

    @Test func survivesAForkInAHandler() async throws {
        let source = """
            import os
            def app(environ, start_response):
                os.fork()
                start_response("200 OK", [])
                return [b"once"]
            """
        try await Learner.withApp(source) { hosted in
            for _ in 1...3 {
                let reply = try await RawClient.get(hosted.port, "/")
                #expect(reply.status == 200)
                #expect(reply.body == "once")
            }
        }
    }

    @Test func tellsTheAppThatTheClientLeft() async throws {
        let source = """
            async def app(scope, receive, send):
                assert scope["type"] == "http"
                print("waiting", flush=True)
                await receive()
                print((await receive())["type"])
            """
        try await Learner.withApp(source) { hosted in
            let client = try await RawClient(port: hosted.port)
            try await client.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n")
            for await event in hosted.events {
                guard case .log(let line) = event else { continue }
                if line.text == "waiting" { client.close() }
                if line.text == "http.disconnect" { break }
            }
            #expect(await hosted.record().exchanges.first?.outcome == .clientLeft)
        }
    }

    @Test func closesTheGeneratorOfAClientThatLeft() async throws {
        try await Learner.withApp(Learner.endlessApp) { hosted in
            try await RawClient.leave(hosted.port, after: "xxxx")
            for await case .log(let line) in hosted.events where line.text == "closed" { break }
        }
    }

    @Test func tiesANeverAwaitedCoroutineToItsRequest() async throws {
        let source = """
            from fastapi import FastAPI
            app = FastAPI()
            async def save(): pass
            @app.get("/")
            async def root():
                save()
                return 1
            """
        try await Learner.withApp(source) { hosted in
            _ = try await RawClient.get(hosted.port, "/")
            let exchange = try #require(await hosted.record().exchanges.first)
            #expect(exchange.log.contains { $0.text.contains("'save' was never awaited") })
        }
    }

    @Test(arguments: [ServingTests.flask, ServingTests.fastapi])
    func provesOverlapBySequence(source: String) async throws {
        let waiting =
            source.contains("fastapi")
            ? "import asyncio\nn = asyncio.Barrier(3)\n@app.get('/meet')\nasync def meet():\n    await n.wait()\n    return 1\n"
            : "import threading\nn = threading.Barrier(3)\n@app.get('/meet')\ndef meet():\n    n.wait()\n    return '1'\n"
        try await Learner.withApp(source + "\n" + waiting) { hosted in
            let port = hosted.port
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...3 {
                    group.addTask { try await RawClient.get(port, "/meet").status }
                }
                for try await status in group { #expect(status == 200) }
            }
            let exchanges = await hosted.record().exchanges
            #expect(exchanges.compactMap(\.entered).sorted() == [1, 2, 3])
            #expect(exchanges.compactMap(\.left).sorted() == [4, 5, 6])
        }
    }

    @Test func servesTheNewFileBehindTheSamePort() async throws {
        let text = "def app(e, s):\n    s('200 OK', [])\n    return [b'one']\n"
        try await Learner.withFolder(["app.py": text]) { folder in
            try await Learner.withHost { host in
                try await host.withApp(App(.file(folder + "/app.py"))) { hosted in
                    #expect(try await RawClient.get(hosted.port, "/").body == "one")
                    try text.replacingOccurrences(of: "one", with: "two").write(
                        toFile: folder + "/app.py", atomically: true, encoding: .utf8)
                    guard case .ready = try await hosted.reload() else {
                        Issue.record("not ready")
                        return
                    }
                    #expect(try await RawClient.get(hosted.port, "/").body == "two")
                    #expect(await hosted.record().exchanges.count == 1)
                }
            }
        }
    }

    @Test func letsTheLifespanShutDown() async throws {
        let source = """
            import os
            from contextlib import asynccontextmanager
            from fastapi import FastAPI
            @asynccontextmanager
            async def lifespan(app):
                yield
                open(os.environ["DONE"], "w").close()
            app = FastAPI(lifespan=lifespan)
            """
        try await Learner.withFolder([:]) { folder in
            try await Learner.withApp(source) {
                $0.grace = .seconds(5)
                $0.environment = ["DONE": folder + "/done"]
            } _: { hosted in
                guard case .ready = await hosted.start else {
                    Issue.record("\(await hosted.start)")
                    return
                }
            }
            #expect(FileManager.default.fileExists(atPath: folder + "/done"))
        }
    }
}
