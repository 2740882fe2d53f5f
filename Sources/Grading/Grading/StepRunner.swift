import Course

/// Does what one step says and gathers everything that can be known about it.
struct StepRunner: Sendable {
    let stage: Stage
    let script: UpstreamScript?
    let patience: Duration
    private var sender: Sender { stage.sender }

    init(stage: Stage, script: UpstreamScript?, patience: Duration) {
        self.stage = stage
        self.script = script
        self.patience = patience
    }

    /// Takes `step` with `values`.
    ///
    /// - Throws: `NoAnswer` when our own server is at fault, `TemplateError`, `GraderFailure`, and
    ///   `CancellationError`.
    func run(_ step: Step, _ values: Values) async throws -> StepOutcome {
        switch step.action {
        case .send(let sending): return try await send(sending, step.rows, values)
        case .look: break
        case .endStreams(let how): await stage.streams.end(how)
        case .app(let order): return try await carryOut(order, values)
        case .websocket(let script):
            return try await WebSocketRunner(stage: stage).run(script, values, self)
        case .contract(let contract):
            return try await ContractRunner(stage: stage).run(contract, values, self)
        case .examine(let examination): return try await examine(examination)
        case .property: break  // tried body by body, see PropertyRunner
        }
        return try await outcome([], [])
    }

    // MARK: Sending

    private func send(
        _ sending: Sending, _ rows: [[String: JSON]], _ values: Values
    ) async throws -> StepOutcome {
        if let walk = sending.walk { return try await self.walk(sending, walk, values) }
        if let background = sending.background, let upstream = stage.upstream {
            let request = try await sender.letter(sending.requests[0], values)
            let held = try await sender.letter(background.request, values)
            return try await overtake(request, held, background.count, at: upstream)
        }
        let all = try sending.values(rows, values)
        var letters: [Sender.Letter] = []
        for (template, values) in all {
            letters.append(try await sender.letter(template, values))
        }
        let replies = await atBarrier { [letters] in await sender.burst(letters, sending.stream) }
        // No reply, no stream.
        await stage.streams.keep(replies.compactMap { try? $0.get().stream })
        var outcome = try await outcome(letters.map(\.request), replies.map { $0.map(\.answer) })
        if sending.burst != nil { outcome.rowValues = all.map(\.1) }
        outcome.isStream = sending.stream != nil
        return outcome
    }

    /// Sends while a barrier that cannot fill is watched, so that the sending always ends.
    private func atBarrier<Value: Sendable>(
        _ send: @Sendable () async -> Value
    ) async -> Value {
        guard let upstream = stage.upstream, script != nil else { return await send() }
        let app = stage.app
        return await withTaskGroup(of: Void.self) { group in
            // Throws only when cancelled.
            group.addTask { try? await upstream.watchBarrier { await app.turn() } }
            defer { group.cancelAll() }
            return await send()
        }
    }

    /// Asks for page after page; the last one speaks for all.
    private func walk(
        _ sending: Sending, _ walk: Walk, _ values: Values
    ) async throws -> StepOutcome {
        var letter = try await sender.letter(sending.requests[0], values)
        var answers: [Result<Answer, NoAnswer>] = []
        while true {
            let result = await sender.send(letter)
            answers.append(result)
            guard case .success(let answer) = result, answers.count < walk.maxPages,
                let next = walk.next.value(in: .object(answer.observed)), next != .null
            else { break }
            letter = try await sender.letter(walk.request, values.adding(["next": next]))
        }
        let complete = try answers.compactMap { try $0.heard }
        var outcome = try await outcome([letter.request], [answers.last ?? .failure(.closed)])
        outcome.more["pages"] = .array(complete.map { .object($0.core) })
        return outcome
    }

    /// Holds `count` requests at the upstream, sends `request`, and lets go when it is answered or
    /// has waited for `patience`.
    private func overtake(
        _ request: Sender.Letter, _ held: Sender.Letter, _ count: Int, at upstream: Upstream
    ) async throws -> StepOutcome {
        let (sender, patience, app) = (sender, patience, stage.app)
        var course = Overtaking()
        await withTaskGroup(of: Overtaking.Event.self) { group in
            group.addTask {
                let letters = Array(repeating: held, count: count)
                return .background(await sender.burst(letters, nil).map { $0.map(\.answer) })
            }
            group.addTask {
                await upstream.untilSomebodyWaits()
                return .somebodyWaits
            }
            while !course.isOver, let event = await group.next() {
                switch course.take(event, isSomebodyHeld: await upstream.isSomebodyHeld) {
                case .send:
                    group.addTask { .answer(await sender.send(request)) }
                    group.addTask {
                        // A bound, never the verdict; in turns, as the upstream counts them.
                        for _ in 0..<Upstream.turns {
                            try? await Task.sleep(for: patience / Upstream.turns)
                            await app.turn()
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
            [request.request], course.answer.map { [$0] } ?? [],
            background: course.background ?? [])
        outcome.isHeld = course.hasOvertaken
        return outcome
    }

    // MARK: Other deeds

    private func carryOut(_ order: AppOrder, _ values: Values) async throws -> StepOutcome {
        var order = order
        order.environment = try order.environment.mapValues(values.fill)
        let failure = try await stage.app.carryOut(order)
        var outcome = try await outcome([], [])
        outcome.failedStart = failure
        outcome.more["start"] = .string(failure?.kind ?? "ready")
        return outcome
    }

    private func examine(_ examination: Examination) async throws -> StepOutcome {
        guard let examiner = stage.examiner else {
            throw GraderFailure(
                kind: "course", message: "Checks of the learner's own cannot be run here.")
        }
        let good = try await examiner.examine(examination.good, shuffled: false)
        let again = try await examiner.examine(examination.good, shuffled: true)
        var survivors: [String] = []
        for name in examination.bad
        where try await examiner.examine(name, shuffled: false).verdict == .pass {
            survivors.append(name)
        }
        var outcome = try await outcome([], [])
        outcome.more["trial"] = [
            "good": .string(good.verdict.rawValue), "shuffled": .string(again.verdict.rawValue),
            "requests": .int(good.requests),
            "failed": .array((good.failed + again.failed).map { .string($0) }),
        ]
        outcome.more["kills"] = .int(examination.bad.count - survivors.count)
        outcome.more["survivors"] = .array(survivors.map { .string($0) })
        return outcome
    }

    // MARK: What was seen

    /// What is known of `requests` and their `answers`.
    func outcome(
        _ requests: [Request], _ answers: [Result<Answer, NoAnswer>],
        background: [Result<Answer, NoAnswer>] = []
    ) async throws -> StepOutcome {
        let complete = try (answers + background).compactMap { try $0.heard }
        let ports = complete.flatMap { $0.hops.map(\.clientPort) + [$0.clientPort] }
        var outcome = StepOutcome(
            requests: requests, answers: answers, background: background,
            testimony: try await stage.app.testimony(of: ports),
            upstream: await stage.upstream?.sighting)
        outcome.more["streams"] = .int(await stage.streams.count)
        return outcome
    }
}

extension Result<Answer, NoAnswer> {
    /// The answer; nil where what the app answered cannot be read as HTTP, which is the app's doing.
    ///
    /// - Throws: `NoAnswer` where none came, which is our server's.
    fileprivate var heard: Answer? {
        get throws {
            if case .failure(.malformed) = self { return nil }
            return try get()
        }
    }
}

extension Sending {
    /// Every request that goes out together, with the values it is filled in with.
    fileprivate func values(
        _ rows: [[String: JSON]], _ values: Values
    ) throws -> [(RequestTemplate, Values)] {
        guard let burst else { return requests.map { ($0, values) } }
        let rows = rows.isEmpty ? [[:]] : rows
        var all: [(RequestTemplate, Values)] = []
        for row in rows {
            let filled = try values.fill(row)
            for request in requests {
                for _ in 0..<burst {
                    let own = values.adding(filled).adding(["index": .int(all.count)])
                    all.append((request, own))
                }
            }
        }
        return all
    }
}
