import Foundation
import Hosting
import Testing

/// Swift apps behind the embedded server: what they answer, and what is seen of them.
@Suite(.serialized, .needsSwiftKit) struct SwiftAppTests {
    @Test func answersAndTellsItsRoutesWithTheirLines() async throws {
        try await SwiftLearner.withApp(
            """
                router.get("text") { _, _ in "hello" }
                router.get("/tools/:id") { _, context in
                    Tool(id: try context.parameters.require("id", as: Int.self))
                }
                router.group("shelf").post("tools") { request, context in
                    let tool = try await request.decode(as: Tool.self, context: context)
                    return EditedResponse(status: .created, response: tool)
                }
            """, declarations: "struct Tool: ResponseCodable { var id: Int }"
        ) { app in
            guard case .ready(let facts) = await app.start else {
                Issue.record("\(await app.start)")
                return
            }
            #expect(facts.interface == .swift)
            #expect(facts.routes.map(\.path) == ["/text", "/tools/{id}", "/shelf/tools"])
            #expect(facts.routes.map(\.handler.line) == [6, 7, 10])
            let reply = try await RawClient.get(app.port, "/tools/7")
            #expect(reply.status == 200)
            #expect(reply.body == #"{"id":7}"#)
            #expect(try await RawClient.get(app.port, "/nowhere").status == 404)
            let exchange = try #require(
                await app.record().exchanges.first { $0.clientPort == reply.clientPort })
            #expect(exchange.handler?.line == 7)
            #expect(exchange.outcome == .answered)
            #expect(exchange.left.map { $0 > exchange.entered ?? .max } == true)
        }
    }

    @Test func tellsWhatARequestPrintedAndThrew() async throws {
        try await SwiftLearner.withApp(
            """
                router.get("broken") { _, context -> String in
                    print("looking", "closely")
                    context.logger.warning("it is dark", metadata: ["lamp": "off"])
                    throw Odd(number: 3)
                }
            """, declarations: "struct Odd: Error { var number: Int }"
        ) { app in
            let reply = try await RawClient.get(app.port, "/broken")
            #expect(reply.status == 500)
            #expect(reply.body == "")
            let exchange = try #require(await app.record().exchanges.last)
            #expect(
                exchange.log.map(\.text) == ["looking closely", "warning: it is dark lamp=off"])
            #expect(exchange.traceback?.type == "Odd")
            #expect(exchange.traceback?.message == "Odd(number: 3)")
            #expect(exchange.traceback?.frames.last?.line == 6)
        }
    }

    @Test func streamsBothWaysWithoutHoldingBack() async throws {
        try await SwiftLearner.withApp(
            """
                router.post("echo") { request, _ in
                    Response(status: .ok, body: .init(asyncSequence: request.body))
                }
            """
        ) { app in
            try await RawClient.with(port: app.port) { client in
                try await client.send(
                    "POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
                // Each part comes back before the next is sent.
                for part in ["one", "two"] {
                    try await client.send("3\r\n\(part)\r\n")
                    _ = try await client.read(until: part)
                }
                try await client.send("0\r\n\r\n")
                #expect(try await client.read(until: "0\r\n\r\n").contains("0\r\n\r\n"))
            }
        }
    }

    @Test func aClientThatLeavesEndsTheStreamOfItsAnswer() async throws {
        try await SwiftLearner.withApp(
            """
                router.get("endless") { _, _ in
                    Response(status: .ok, body: .init { writer in
                        do {
                            while true { try await writer.write(ByteBuffer(string: "tick")) }
                        } catch {
                            ended.withLock { $0 = true }
                            throw error
                        }
                    })
                }
                router.get("ended") { _, _ in "\\(ended.withLock { $0 })" }
            """, declarations: "import Synchronization\nlet ended = Mutex(false)"
        ) { app in
            try await RawClient.with(port: app.port) { client in
                try await client.send("GET /endless HTTP/1.1\r\nhost: x\r\n\r\n")
                _ = try await client.read(until: "tick")
            }
            var isEnded = false
            while !isEnded { isEnded = try await RawClient.get(app.port, "/ended").body == "true" }
        }
    }

    @Test func requestsThatWaitTogetherAreInsideTogether() async throws {
        try await SwiftLearner.withApp(
            """
                router.get("meet") { _, _ in await meeting.join() }
            """,
            declarations: """
                actor Meeting {
                    var waiting: [CheckedContinuation<Void, Never>] = []
                    func join() async -> String {
                        if waiting.count == 19 {
                            waiting.forEach { $0.resume() }
                        } else {
                            await withCheckedContinuation { waiting.append($0) }
                        }
                        return "met"
                    }
                }
                let meeting = Meeting()
                """
        ) { app in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await RawClient.get(app.port, "/meet").status }
                }
                for try await status in group { #expect(status == 200) }
            }
            let exchanges = await app.record().exchanges
            let lastEntry = exchanges.compactMap(\.entered).max() ?? .max
            #expect(exchanges.count == 20)
            #expect(exchanges.allSatisfy { $0.left ?? 0 > lastEntry })
        }
    }

    @Test func reloadingServesTheNewFileFromAFreshProcess() async throws {
        try await Learner.withFolder(["Routes.swift": Self.text("one")]) { folder in
            let interpreter = try await TestPython.interpreter()
            let configuration = HostConfiguration(
                interpreter: interpreter, swiftKit: SwiftLearner.kit)
            try await AppHost.withHost(configuration) { host in
                let file = folder + "/Routes.swift"
                try await host.withApp(App(.routes(file))) { app in
                    #expect(try await RawClient.get(app.port, "/").body == "one")
                    try Data(Self.text("two").utf8).write(to: URL(fileURLWithPath: file))
                    _ = try await app.reload()
                    #expect(try await RawClient.get(app.port, "/").body == "two")
                }
            }
        }
    }

    private static func text(_ word: String) -> String {
        """
        import Hummingbird
        import RoutelingsKit

        func addRoutes(to router: Router<AppContext>) {
            router.get("/") { _, _ in "\(word)" }
        }

        """
    }
}
