import Foundation
import Hosting
import Testing

/// How Swift apps fail to start, and how they end.
@Suite(.serialized, .needsSwiftKit) struct SwiftEndTests {
    private static let head = "import Hummingbird\nimport RoutelingsKit\n"

    /// What the real compiler says of real mistakes, and what we add.
    static let mistakes: [(code: String, said: String)] = [
        ("router.get(\"a\") { _, _ in ____ }", "The blank is still there"),
        (
            "router.get(\"a\") { _, _ in\nThread.sleep(forTimeInterval: 1)\nreturn \"x\"\n}",
            "`try await Task.sleep(for:)`"
        ),
        ("struct S {}\nrouter.get(\"a\") { _, _ in S() }", "add ResponseEncodable"),
        ("router.get(\"a\") { _, _ in print(\"x\") }", "The handler returns nothing"),
        (
            "var n = 0\nrouter.get(\"a\") { _, _ in\nn += 1\nreturn \"x\"\n}",
            "move it into an actor"
        ),
        ("router.get(\"a\") { _, _ in\nshared += 1\nreturn \"x\"\n}", "move it into an actor"),
        ("router.get(\"a\") { _, _ in \"\\(counter.next())\" }", "write `await` before the call"),
        (
            "router.get(\"a\") { _, context in\nlet id = context.parameters.require(\"id\")\nreturn id\n}",
            "write `try` before it"
        ),
        (
            "router.get(\"a\") { _, _ in\nlet t = try Upstream.get(\"/w\")\nreturn t.ticket\n}",
            "write `await` before it"
        ),
        ("router.get(\"a\") { _, _ in [\"a\": true, \"b\": 3] }", "declare a struct"),
        ("router.get(\"a\") { request in \"x\" }", "takes the request and the context"),
        (
            "router.get(\"a\") { _, _ in\nlet b = a\nlet a = \"x\"\nreturn b\n}",
            "has to stand above"
        ),
        (
            "router.get(\"a\") { _, _ in\nlet r = Response(status: .ok)\nr.setCookie(Cookie(name: \"a\", value: \"1\"))\nreturn r\n}",
            "write `var`"
        ),
    ]

    @Test(arguments: mistakes) func explainsWhatTheCompilerRefuses(
        mistake: (code: String, said: String)
    ) async throws {
        let shared = mistake.code.contains("shared") ? "var shared = 0\n" : ""
        let failure = try #require(
            await SwiftLearner.failure(
                """
                import Foundation
                \(Self.head)\(shared)actor Counter { func next() -> Int { 1 } }
                let counter = Counter()
                func addRoutes(to router: Router<AppContext>) {
                \(mistake.code)
                }

                """))
        #expect(failure.kind == .compile)
        #expect(failure.message.contains(mistake.said), "\(failure.message)")
        #expect(failure.message.contains("\nThe compiler: "))
        #expect(failure.location?.line != nil)
    }

    @Test func saysThatAddRoutesIsMissing() async throws {
        let failure = try #require(
            await SwiftLearner.failure(
                Self.head + "func addRoute(to router: Router<AppContext>) {}\n"))
        #expect(failure.kind == .noApp)
        #expect(failure.location?.line == 3)
    }

    @Test(arguments: [
        (
            "router.get(\"/a\") { _, _ in \"\" }\nrouter.get(\"/a\") { _, _ in \"\" }",
            "added twice", 5
        ),
        (
            "router.get(\"/a/:b\") { _, _ in \"\" }\nrouter.get(\"/a/:c\") { _, _ in \"\" }",
            "use one name", 5
        ),
        ("let none: [Int] = []\nprint(none[1])", "Index out of range", 5),
    ])
    func pointsAtTheLineThatStopsTheProgram(code: String, said: String, line: Int) async throws {
        let failure = try #require(
            await SwiftLearner.failure(
                Self.head + "func addRoutes(to router: Router<AppContext>) {\n\(code)\n}\n"))
        #expect(failure.message.contains(said), "\(failure.message)")
        #expect(failure.location?.line == line)
        #expect(!failure.log.contains("*** Signal"))
    }

    @Test func aThrowingStartIsToldAsSuch() async throws {
        let failure = try #require(
            await SwiftLearner.failure(
                Self.head + "struct Odd: Error {}\n"
                    + "func addRoutes(to router: Router<AppContext>) throws { throw Odd() }\n"))
        #expect(failure.kind == .exception)
        #expect(failure.message.contains("Odd"))
    }

    @Test func aStartThatDoesNotEndIsEnded() async throws {
        let failure = try #require(
            await SwiftLearner.failure(
                Self.head + "func addRoutes(to router: Router<AppContext>) { while true {} }\n"
            ) { $0.limits.startup = .milliseconds(300) })
        #expect(failure.kind == .timedOut)
        #expect(failure.message.hasPrefix("`addRoutes` did not return"))
    }

    @Test func aCrashNamesTheLineAndTakesOnlyItsOwnWorker() async throws {
        try await SwiftLearner.withApp(
            """
                router.get("crash") { _, _ in
                    let none: [Int] = []
                    return "\\(none[3])"
                }
                router.get("fine") { _, _ in "fine" }
            """
        ) { app in
            #expect(try await RawClient.get(app.port, "/crash").status == 502)
            let exchange = try #require(await app.record().exchanges.last)
            guard case .appEnded(.crashed(let message, let place)) = exchange.outcome else {
                Issue.record("\(exchange.outcome)")
                return
            }
            #expect(message == "Index out of range")
            #expect(place?.line == 8)
            _ = try await app.reload()
            #expect(try await RawClient.get(app.port, "/fine").body == "fine")
        }
    }

    @Test func aHandlerThatHangsIsGivenUp() async throws {
        try await SwiftLearner.withApp(
            "router.get(\"hang\") { _, _ -> String in while true { usleep(1000) } }"
        ) {
            $0.limits.request = .milliseconds(300)
        } _: { app in
            let reply = try await RawClient.get(app.port, "/hang")
            #expect(reply.status == 504)
        }
    }

    @Test func leavesNoProcessBehind() async throws {
        let pids = try await SwiftLearner.withApp(
            """
                router.get("start") { _, _ in
                    let child = Process()
                    child.executableURL = URL(fileURLWithPath: "/bin/sh")
                    child.arguments = ["-c", "trap '' TERM; setsid sleep 60 & echo $!; wait"]
                    let pipe = Pipe()
                    child.standardOutput = pipe
                    try child.run()
                    let text = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
                    return "\\(getpid()) \\(child.processIdentifier) \\(text)"
                }
            """
        ) { app in
            try await RawClient.get(app.port, "/start").body
                .split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
        }
        #expect(pids.count == 3)
        for pid in pids { #expect(!isAlive(pid)) }
    }

    /// A dead process that nobody has collected yet still takes signals: it does not count.
    private func isAlive(_ pid: Int32) -> Bool {
        guard kill(pid, 0) == 0 else { return false }
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        return stat?.contains(") Z ") != true
    }
}
