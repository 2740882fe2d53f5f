import Foundation
import Hosting
import Testing

/// How an app ends that is asked to: as a program of Python does.
@Suite(.serialized) struct StopTests {
    private static let asgi = """
        import asyncio, atexit
        atexit.register(print, "atexit")
        async def forever():
            try:
                await asyncio.Event().wait()
            finally:
                print("task")
        async def app(scope, receive, send):
            if scope["type"] == "lifespan":
                await receive()
                app.task = asyncio.create_task(forever())
                await send({"type": "lifespan.startup.complete"})
                await receive()
                raise RuntimeError("no shutdown")
            if scope["path"] == "/endless":
                print("in")
                await asyncio.Event().wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body"})
        """
    private static let wsgi = """
        import atexit, os, signal, sys, threading, time
        atexit.register(print, "atexit")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
        def task():
            time.sleep(0.2)
            print("task")
        def app(environ, start_response):
            path = environ["PATH_INFO"]
            if path == "/endless":
                print("in")
                threading.Event().wait()
            if path == "/leave":
                os.kill(os.getpid(), signal.SIGTERM)
                threading.Event().wait()
            threading.Thread(target=task).start()
            start_response("200 OK", [])
            return []
        """

    @Test(arguments: [asgi, wsgi])
    func whatTheAppHasBegunIsEnded(source: String) async throws {
        try await Learner.withApp(source) {
            $0.grace = .seconds(20)
        } _: { hosted in
            let reply = try await RawClient.get(hosted.port, "/")
            #expect(reply.status == 200)
            let log = await hosted.end().log.map(\.text)
            #expect(log.suffix(2) == ["task", "atexit"])
        }
    }

    @Test func aShutdownThatFailsIsTold() async throws {
        try await Learner.withApp(Self.asgi) {
            $0.grace = .seconds(20)
        } _: { hosted in
            _ = await hosted.start
            let log = await hosted.end().log.map(\.text)
            #expect(log.contains("RuntimeError: no shutdown"))
        }
    }

    /// Requests get the grace, and the app its shutdown all the same.
    @Test(arguments: [asgi, wsgi])
    func anAppShutsDownThoughARequestGoesOn(source: String) async throws {
        try await Learner.withApp(source) {
            $0.grace = .milliseconds(10)
        } _: { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send("GET /endless HTTP/1.1\r\nhost: h\r\n\r\n")
                await hosted.see("in")
                let record = await hosted.end()
                #expect(record.log.last?.text == "atexit")
                #expect(record.exchanges.map(\.outcome) == [.appEnded(.stopped)])
                let reply = Reply(try await client.readHead())
                #expect(reply.status == 502)
            }
        }
    }

    #if os(Linux)
        /// As systemd does it, which sends the signal to every process of a service.
        @Test func aSignalToAllLetsRequestsFinish() async throws {
            let source = """
                import atexit, os, time
                atexit.register(print, "atexit")
                def parent(pid):
                    return int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
                nursery = os.getppid()
                print("pids", os.getpid(), nursery, parent(nursery))
                def app(environ, start_response):
                    print("in")
                    time.sleep(0.2)
                    start_response("200 OK", [])
                    return [b"finished"]
                """
            try await Learner.withApp(source) {
                $0.grace = .seconds(20)
                $0.limits.processes = .max
            } _: { hosted in
                try await RawClient.with(port: hosted.port) { client in
                    _ = await hosted.start
                    let told = await hosted.record().log.first?.text ?? ""
                    let pids = told.split(separator: " ").compactMap { Int32($0) }
                    #expect(pids.count == 3)
                    try await client.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n")
                    await hosted.see("in")
                    for pid in pids { kill(pid, SIGTERM) }
                    let reply = Reply(try await client.read(until: "finished"))
                    #expect(reply.status == 200)
                    for await case .ended(let end) in hosted.events {
                        #expect(end == .killed(signal: Int(SIGTERM)))
                        break
                    }
                    let last = await hosted.record().log.last?.text
                    #expect(last == "atexit")
                }
            }
        }
    #endif

    /// Where an app has a handler for a signal that ends the program, it may.
    @Test func aSignalHandlerMayEndTheProgram() async throws {
        try await Learner.withApp(Self.wsgi) { hosted in
            _ = try await RawClient.get(hosted.port, "/leave")
            let record = await hosted.record()
            #expect(record.end == .exited(code: 3))
            #expect(record.log.map(\.text) == ["atexit"])
        }
    }
}
