import Course

/// Sends one step's requests and gathers everything that can be known about them.
struct StepRunner: Sendable {
    let client: HTTPClient
    let app: any AppUnderTest
    let upstream: Upstream?
    let script: UpstreamScript?
    let patience: Duration

    /// - Throws: `NoAnswer` when our own server is at fault, and `CancellationError`.
    func run(_ step: Step) async throws -> StepOutcome {
        await upstream?.begin(script ?? UpstreamScript(), patience: patience)
        let request = Request(step.request)
        if let background = step.background, let upstream {
            let held = Request(background.request)
            return try await overtake(request, held, background.count, at: upstream)
        }
        let answers = await atBarrier {
            step.burst == 1
                ? [await client.result(of: request)]
                : await client.burst(request, count: step.burst)
        }
        return try await outcome(request, answers)
    }

    /// Sends while a barrier that cannot fill is watched, so that the sending always ends.
    private func atBarrier<Value: Sendable>(
        _ send: @Sendable () async -> Value
    ) async -> Value {
        guard let upstream, script != nil else { return await send() }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await upstream.watchBarrier() }  // throws only when cancelled
            defer { group.cancelAll() }
            return await send()
        }
    }

    /// Holds `count` requests at the upstream, sends `request`, and lets go when it is answered or
    /// has waited for `patience`.
    private func overtake(
        _ request: Request, _ held: Request, _ count: Int, at upstream: Upstream
    ) async throws -> StepOutcome {
        let (client, patience) = (client, patience)
        var course = Overtaking()
        await withTaskGroup(of: Overtaking.Event.self) { group in
            group.addTask { .background(await client.burst(held, count: count)) }
            group.addTask {
                await upstream.untilSomebodyWaits()
                return .somebodyWaits
            }
            while !course.isOver, let event = await group.next() {
                switch course.take(event, isSomebodyHeld: await upstream.isSomebodyHeld) {
                case .send:
                    group.addTask { .answer(await client.result(of: request)) }
                    group.addTask {
                        // A bound, never the verdict; in turns, as the upstream counts them.
                        for _ in 0..<Upstream.turns {
                            try? await Task.sleep(for: patience / Upstream.turns)
                        }
                        return .impatient
                    }
                case .letGo: await upstream.open()
                case nil: break
                }
            }
            group.cancelAll()
        }
        var outcome = try await outcome(
            request, course.answer.map { [$0] } ?? [], background: course.background ?? [])
        outcome.isHeld = course.hasOvertaken
        return outcome
    }

    private func outcome(
        _ request: Request, _ answers: [Result<Answer, NoAnswer>],
        background: [Result<Answer, NoAnswer>] = []
    ) async throws -> StepOutcome {
        let all = answers + background
        let complete = try all.map { try $0.get() }
        return StepOutcome(
            request: request, answers: answers, background: background,
            testimony: await app.testimony(of: complete.map(\.clientPort)),
            upstream: await upstream?.sighting)
    }
}

extension HTTPClient {
    /// Sends one request; a failure is a value, so that what else came can still be looked at.
    func result(of request: Request) async -> Result<Answer, NoAnswer> {
        do {
            return .success(try await send(request))
        } catch let error as NoAnswer {
            return .failure(error)
        } catch {
            return .failure(.closed)
        }
    }
}
