import Foundation
import Hosting
import Testing

/// How an app is found, mounted, limited and followed.
@Suite(.serialized) struct AppOptionTests {
    @Test func findsACallableInAModuleOfAPackage() async throws {
        let source = """
            from . import words
            class site:
                @staticmethod
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [words.hello]
            """
        try await Learner.withFolder([:]) { folder in
            let package = folder + "/pages"
            try FileManager.default.createDirectory(
                atPath: package, withIntermediateDirectories: false)
            for (name, text) in [
                "__init__.py": "", "words.py": "hello = b'from a module'\n", "web.py": source,
            ] {
                try text.write(toFile: package + "/" + name, atomically: true, encoding: .utf8)
            }
            var app = App(.module("pages.web", callable: "site.application"))
            app.searchPaths = [folder]
            try await Learner.withHost { host in
                try await host.withApp(app) { hosted in
                    let reply = try await RawClient.get(hosted.port, "/")
                    #expect(reply.body == "from a module")
                }
            }
        }
    }

    @Test func saysThatThereIsNoSuchModule() async throws {
        try await Learner.withHost { host in
            try await host.withApp(App(.module("no_such_module"))) { hosted in
                guard case .failed(let failure) = await hosted.start else {
                    Issue.record("started")
                    return
                }
                #expect(failure.kind == .moduleNotFound)
                #expect(failure.message.hasPrefix("There is no module `no_such_module` in /"))
            }
        }
    }

    static let mounted = [
        """
        def app(environ, start_response):
            start_response("200 OK", [])
            return [f"{environ['SCRIPT_NAME']}|{environ['PATH_INFO']}".encode()]
        """,
        """
        async def app(scope, receive, send):
            assert scope["type"] == "http"
            root, path = scope["root_path"], scope["path"]
            assert path.startswith(root + "/")
            path = path[len(root) :]
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body",
                        "body": f"{scope['root_path']}|{path}".encode()})
        """,
    ]

    @Test(arguments: mounted)
    func tellsTheAppWhereItIsMounted(source: String) async throws {
        try await Learner.withApp(source) {
            $0.rootPath = "/api"
        } _: { hosted in
            for (path, rest) in [
                ("/api/tools", "/tools"), ("/tools", "/tools"), ("/apix/tools", "/apix/tools"),
            ] {
                let reply = try await RawClient.get(hosted.port, path)
                #expect(reply.body == "/api|" + rest)
            }
        }
    }

    @Test func anAddressOfVersion6StandsInBrackets() async throws {
        try await Learner.withApp(Self.mounted[0]) {
            $0.host = "::1"
        } _: { hosted in
            #expect(hosted.baseURL == "http://[::1]:\(hosted.port)")
        }
    }

    @Test(arguments: [1, 2]) func tellsTheAppWhetherThereAreOthersOfIt(workers: Int) async throws {
        let source = """
            def app(environ, start_response):
                start_response("200 OK", [])
                return [str(environ["wsgi.multiprocess"]).encode()]
            """
        try await Learner.withApp(source) {
            $0.workers = workers
        } _: { hosted in
            let reply = try await RawClient.get(hosted.port, "/")
            #expect(reply.body == (workers > 1 ? "True" : "False"))
        }
    }

    @Test func letsAMountedFrameworkRoute() async throws {
        for source in [ServingTests.flask, ServingTests.fastapi] {
            try await Learner.withApp(source) {
                $0.rootPath = "/api"
            } _: { hosted in
                let reply = try await RawClient.get(hosted.port, "/api/tools/7")
                #expect(reply.status == 200)
            }
        }
    }

    /// A stream that prints for days must not fill the memory.
    @Test func remembersTheNewestLinesOfARequest() async throws {
        let source = """
            def app(environ, start_response):
                for number in range(50_000):
                    print(number)
                start_response("200 OK", [])
                return [b""]
            """
        try await Learner.withApp(source) {
            $0.limits.outputLines = .max
            $0.limits.request = nil
        } _: { hosted in
            _ = try await RawClient.get(hosted.port, "/")
            let log = await hosted.record().exchanges.first?.log ?? []
            #expect(log.count < 50_000)
            #expect(log.last?.text == "49999")
        }
    }

    @Test func saysThatTheProcessorTimeWasUsedUp() async throws {
        let source = """
            def app(environ, start_response):
                while True:
                    pass
            """
        try await Learner.withApp(source) {
            $0.limits.cpuSeconds = 1
            $0.limits.request = .seconds(60)
        } _: { hosted in
            let reply = try await RawClient.get(hosted.port, "/")
            #expect(reply.status == 502)
            #expect(reply.body.contains("its processor time was used up"))
            #expect(await hosted.record().end == .killed(signal: 24))
        }
    }

    @Test func endsAnAppAndStartsItAgain() async throws {
        let source = "def app(e, s):\n    s('200 OK', [])\n    print('here')\n    return [b'one']\n"
        try await Learner.withApp(source) { hosted in
            #expect(try await RawClient.get(hosted.port, "/").body == "one")
            let record = await hosted.end()
            #expect(record.end == .stopped)
            #expect(record.exchanges.first?.log.map(\.text) == ["here"])
            let reply = try await RawClient.get(hosted.port, "/")
            #expect(reply.status == 502)
            #expect(reply.body == "The app was stopped.\n")
            guard case .ready = try await hosted.reload() else {
                Issue.record("not ready")
                return
            }
            #expect(try await RawClient.get(hosted.port, "/").body == "one")
        }
    }

    @Test func tellsOfAnswersOnlyWhereAsked() async throws {
        let source = "def app(e, s):\n    s('201 Created', [])\n    return [b'one']\n"
        try await Learner.withApp(source) {
            $0.tellsAnswers = true
        } _: { hosted in
            _ = try await RawClient.get(hosted.port, "/a?b", method: "POST")
            for await event in hosted.events {
                guard case .answered(let exchange) = event else { continue }
                #expect(exchange.method == "POST")
                #expect(exchange.target == "/a?b")
                #expect(exchange.status == 201)
                break
            }
        }
        try await Learner.withApp(source) { hosted in
            _ = try await RawClient.get(hosted.port, "/")
            _ = await hosted.record()
            _ = try await hosted.reload()
            for await event in hosted.events {
                if case .answered = event { Issue.record("an answer was told unasked") }
                if case .started = event { break }
            }
        }
    }

    /// How many requests were in the app at the same time.
    private func highWaterMark(_ exchanges: [Exchange]) -> Int {
        let entries = exchanges.compactMap(\.entered).map { ($0, 1) }
        let exits = exchanges.compactMap(\.left).map { ($0, -1) }
        var inside = 0
        return (entries + exits).sorted { $0.0 < $1.0 }.map {
            inside += $0.1; return inside
        }
        .max() ?? 0
    }

    @Test(arguments: [1, 2, 3])
    func runsAsManyRequestsAtOnceAsThereAreThreads(threads: Int) async throws {
        let source = """
            import threading
            gate = threading.Barrier(\(threads))
            def app(environ, start_response):
                gate.wait()
                start_response("200 OK", [])
                return [b"met"]
            """
        try await Learner.withApp(source) {
            $0.threads = threads
        } _: { hosted in
            let port = hosted.port
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 1...6 { group.addTask { try await RawClient.get(port, "/").body } }
                for try await body in group { #expect(body == "met") }
            }
            #expect(highWaterMark(await hosted.record().exchanges) == threads)
        }
    }

    @Test func answersOthersWhileOneRequestComputes() async throws {
        let source = """
            done = False
            def app(environ, start_response):
                global done
                done = environ["PATH_INFO"] == "/end"
                while environ["PATH_INFO"] == "/long" and not done:
                    pass
                start_response("200 OK", [])
                return [b"here"]
            """
        try await Learner.withApp(source) { hosted in
            let port = hosted.port
            async let long = RawClient.get(port, "/long").body
            while await hosted.record().exchanges.isEmpty {}
            let bodies = [try await RawClient.get(port, "/end").body, try await long]
            #expect(bodies == ["here", "here"])
        }
    }
}
