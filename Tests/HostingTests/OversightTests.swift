import Hosting
import Testing

/// Asynchronous work that nobody looks after is told with the request that began it.
@Suite(.serialized) struct OversightTests {
    private static let app = """
        import asyncio, gc
        from fastapi import FastAPI
        app = FastAPI()

        async def save(): pass

        async def fail():
            raise ValueError("in the background")

        async def wait_for_ever():
            await asyncio.Future()

        @app.get("/forgotten")
        async def forgotten():
            save()

        @app.get("/failing")
        async def failing():
            asyncio.create_task(fail())

        @app.get("/dropped")
        async def dropped():
            asyncio.create_task(wait_for_ever())

        @app.get("/collect")
        async def collect():
            gc.collect()
        """

    private static let cases: [(String, Oversight.Kind, String, Int, String?)] = [
        ("/forgotten", .neverAwaited, "save", 15, nil),
        ("/failing", .exceptionNeverRetrieved, "fail", 8, "ValueError"),
        ("/dropped", .destroyedPending, "wait_for_ever", 10, nil),
    ]

    @Test func isToldWithItsRequest() async throws {
        try await Learner.withApp(Self.app) { hosted in
            for (path, kind, name, line, type) in Self.cases {
                _ = try await RawClient.get(hosted.port, path)
                _ = try await RawClient.get(hosted.port, "/collect")
                for await case .overlooked(_, _, let target) in hosted.events {
                    #expect(target == path)
                    break
                }
                let exchanges = await hosted.record().exchanges
                let exchange = try #require(exchanges.last { $0.target == path })
                let oversight = try #require(exchange.oversights.first, "\(path)")
                #expect(exchange.oversights.count == 1)
                #expect(oversight.kind == kind)
                #expect(oversight.name == name)
                // Of a task that the collector has taken apart only its definition is left.
                #expect([line, line + 1].contains(oversight.place?.line))
                #expect(oversight.traceback?.type == type)
                let collecting = exchanges.filter { $0.target == "/collect" }
                #expect(collecting.flatMap(\.oversights).isEmpty)
            }
        }
    }
}
