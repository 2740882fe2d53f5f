import Course
import Testing

@testable import Grading

@Suite struct UpstreamServerTests {
    private let wait = Request(method: "GET", target: "/wait")

    @Test func callersThatOverlapFillABarrier() async throws {
        try await UpstreamServer.withServer { server in
            await server.upstream.begin(UpstreamScript(barrier: 20), patience: .seconds(30))
            let answers = await HTTPClient(port: server.port).burst(wait, count: 20)
            let sighting = await server.upstream.sighting
            #expect(answers.count == 20)
            #expect(sighting.isFull)
            #expect(sighting.highWater == 20)
            let tickets = answers.compactMap { try? $0.get() }
                .compactMap { JSON(parsing: $0.body)?["ticket"]?.string }
            #expect(Set(tickets) == sighting.tickets)
        }
    }

    @Test func aBarrierThatCannotFillOpensByItself() async throws {
        try await UpstreamServer.withServer { server in
            await server.upstream.begin(UpstreamScript(barrier: 2), patience: .milliseconds(1))
            async let opened: Void = server.upstream.watchBarrier()
            let client = HTTPClient(port: server.port)
            for _ in 0..<3 { _ = try await client.send(wait) }
            try await opened
            let sighting = await server.upstream.sighting
            #expect(sighting.calls == 3)
            #expect(sighting.highWater == 1)
            #expect(!sighting.isFull)
        }
    }

    @Test func aHeldCallerIsAnsweredWhenTheUpstreamOpens() async throws {
        try await UpstreamServer.withServer { server in
            await server.upstream.begin(UpstreamScript(holds: true), patience: .zero)
            async let held = HTTPClient(port: server.port).send(wait)
            await server.upstream.untilSomebodyWaits()
            #expect(await server.upstream.isSomebodyHeld)
            await server.upstream.open()
            let answer = try await held
            #expect(answer.status == 200)
        }
    }

    @Test func aNewScriptLetsTheCallersOfTheOldOneGo() async throws {
        try await UpstreamServer.withServer { server in
            await server.upstream.begin(UpstreamScript(holds: true), patience: .zero)
            async let held = HTTPClient(port: server.port).send(wait)
            await server.upstream.untilSomebodyWaits()
            await server.upstream.begin(UpstreamScript(), patience: .zero)
            let answer = try await held
            #expect(answer.status == 200)
            #expect(await server.upstream.sighting.calls == 0)
        }
    }

    /// What a learner's program does that goes on asking when its answers are given.
    @Test func callersThatComeWhileItEndsDoNoHarm() async throws {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        async let callers: Void = { [wait] in
            // Some are answered, others refused.
            for await port in ports { _ = await HTTPClient(port: port).burst(wait, count: 8) }
        }()
        for _ in 0..<40 {
            try await UpstreamServer.withServer { server in
                await server.upstream.begin(UpstreamScript(holds: true), patience: .zero)
                told.yield(server.port)
                await server.upstream.untilSomebodyWaits()
            }
        }
        told.finish()
        await callers
    }

    @Test func nothingAnswersAfterwards() async throws {
        let port = try await UpstreamServer.withServer { $0.port }
        // Refused; or closed, where some other test's child had the socket between fork and exec.
        await #expect(throws: NoAnswer.self) {
            _ = try await HTTPClient(port: port).send(Request(method: "GET", target: "/"))
        }
    }
}
