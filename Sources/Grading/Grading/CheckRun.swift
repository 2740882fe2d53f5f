import Course

/// How one check of a run went.
struct CheckRun: Sendable {
    var verdict: Verdict
    var request: Request?
    var findings: [Finding] = []
    /// What the app printed while it gave the answer that failed.
    var log = ""
    /// Why nothing more can be asked of the app, if so.
    var end: String?
    var captured: [String: JSON] = [:]
    /// What earlier answers gave and the failed step went on with.
    var used: [String: JSON] = [:]
    /// The grader's own failure, when `verdict` is `error`.
    var failure: GraderFailure?
    /// Whether the machine was too late for what was to be measured: then nothing is proved.
    var isVoid = false
}

/// Runs the steps of one check against an app and judges them.
struct CheckRunner: Sendable {
    let stage: Stage
    let explainer: Explainer
    /// What the run's values are drawn from; properties draw their own from it.
    let seed: UInt64

    /// How long a barrier waits for one more caller, and how much longer when it is tried again.
    static let patience: [Duration] = [.milliseconds(750), .milliseconds(1_000)]
    /// How often a check about time is tried before it fails, and how often in vain.
    static let timedTries = 3
    static let voidTries = 8

    /// Runs `check`; what fails at a barrier, or for the clock, is tried again before it counts.
    func run(_ check: Check, values: Values, verdicts: [String: Verdict]) async -> CheckRun {
        let isTimed = check.steps.contains { $0.shortestTime(stage.track) != nil }
        let holds = check.upstream.map { $0.barrier > 0 || $0.holds } ?? false
        let tries = isTimed ? Self.timedTries : holds ? Self.patience.count : 1
        var (tried, void) = (0, 0)
        while true {
            let patience = Self.patience[min(tried, Self.patience.count - 1)]
            let run = await attempt(check, values, verdicts, patience: patience)
            await stage.streams.end(.close)
            if run.isVoid {
                void += 1
                if void < Self.voidTries { continue }
                return CheckRun(verdict: .error, request: run.request, failure: .lateMachine)
            }
            tried += 1
            if run.verdict != .fail || run.end != nil || tried >= tries { return run }
        }
    }

    private func attempt(
        _ check: Check, _ values: Values, _ verdicts: [String: Verdict], patience: Duration
    ) async -> CheckRun {
        var course = Journey(
            run: CheckRun(verdict: .pass), values: values, verdicts: verdicts, patience: patience)
        do {
            for round in 1...max(1, check.rounds) {
                course.values = course.values.adding(["round": .int(round)])
                for (index, step) in check.steps.enumerated() {
                    for row in try step.turns(course.values) {
                        try await take(step, index + 1, row, of: check, &course)
                        guard course.run.verdict == .pass, !course.run.isVoid else {
                            return course.run
                        }
                    }
                }
            }
        } catch {
            course.run.verdict = .error
            course.run.failure = GraderFailure(error)
        }
        return course.run
    }

    /// Where a check stands while it runs.
    private struct Journey {
        var run: CheckRun
        var values: Values
        let verdicts: [String: Verdict]
        let patience: Duration
    }

    /// Takes one step with one row of values, as often as it may be taken, and keeps what came of it.
    private func take(
        _ step: Step, _ number: Int, _ row: [String: JSON], of check: Check, _ course: inout Journey
    ) async throws {
        if !step.onlyLooks {
            let script = try check.upstream.map(course.values.fill) ?? UpstreamScript()
            await stage.upstream?.begin(script, patience: course.patience)
        }
        var attempts = 1
        while true {
            let taken = try await once(step, row, check, course)
            course.run.request = taken.outcome.request ?? course.run.request
            var outcome = taken.outcome
            if step.attempts > 1 { outcome.more["attempts"] = .int(attempts) }
            let judged = try await judge(taken, outcome, number, step, check, course)
            if !judged.findings.isEmpty, outcome.end == nil, attempts < step.attempts {
                attempts += 1
                // A pause for the app, not a limit: attempts are what counts.
                try await Task.sleep(for: .milliseconds(min(10 * attempts, 100)))
                continue
            }
            course.values = course.values.capturing(judged.captured)
            course.run.captured.merge(judged.captured) { $1 }
            guard !judged.findings.isEmpty else { return }
            course.run.findings = judged.findings
            course.run.log = outcome.exchange?.log ?? ""
            course.run.used = step.names.reduce(into: [:]) { used, name in
                if let value = course.values.captured(name) { used[name] = value }
            }
            course.run.verdict = .fail
            course.run.end = outcome.end
            course.run.isVoid = taken.isVoid && outcome.end == nil
            return
        }
    }

    /// What came of taking a step once, and what must hold of it.
    private struct Taken {
        var outcome: StepOutcome
        var values: Values
        var expectations: [Expectation]
        var each: [Expectation]
        /// By how many milliseconds the machine was late while it was taken.
        var lateness = 0.0
        var isVoid = false
    }

    private func once(
        _ step: Step, _ row: [String: JSON], _ check: Check, _ course: Journey
    ) async throws -> Taken {
        let values = course.values.adding(row)
        let runner = StepRunner(stage: stage, script: check.upstream, patience: course.patience)
        if case .property(let property) = step.action {
            let tried = try await PropertyRunner(
                property: property, runner: runner, stage: stage, seed: seed, check: check.id
            ).run(values)
            return Taken(
                outcome: tried.outcome, values: tried.values, expectations: tried.expectations,
                each: [])
        }
        guard let shortest = step.shortestTime(stage.track) else {
            return Taken(
                outcome: try await runner.run(step, values), values: values,
                expectations: step.expectations, each: step.each)
        }
        let (outcome, lateness) = try await Metronome.beside { try await runner.run(step, values) }
        let slack = 2 * lateness
        return Taken(
            outcome: outcome, values: values,
            expectations: step.expectations.map { $0.widened(by: slack) },
            each: step.each.map { $0.widened(by: slack) }, lateness: lateness,
            isVoid: lateness > shortest / 2)
    }

    // MARK: Judging

    private func judge(
        _ taken: Taken, _ outcome: StepOutcome, _ number: Int, _ step: Step, _ check: Check,
        _ course: Journey
    ) async throws -> (findings: [Finding], captured: [String: JSON]) {
        var outcome = outcome
        if step.looksAtFiles || check.diagnoses.contains(where: \.looksAtFiles) {
            outcome.more["files"] = .object(
                await stage.app.scratchFiles().mapValues { .string($0) })
        }
        let observation = outcome.observation(checks: course.verdicts, step: number)
        let captured = step.captures.compactMapValues { $0.value(in: observation.document) }
        // What was not there to capture is a finding of its own; null stands for it.
        let values = taken.values.adding(step.captures.mapValues { _ in .null }).adding(captured)
        let expectations = try values.fill(taken.expectations)
        let judging = Judging(
            outcome: outcome, observation: observation, expectations: expectations,
            track: stage.track)
        var differences = judging.differences
        if differences.isEmpty { differences = judging.missing(step.captures) }
        var seen = observation
        var own = values
        if differences.isEmpty, let odd = try judging.firstOdd(taken.each, outcome.rowValues) {
            differences = odd.differences
            seen = odd.observation.merged(over: observation)
            own = odd.values.adding(captured)
        }
        guard let first = differences.first else { return ([], captured) }
        let explanation = await explainer.explanation(
            of: first, rules: check.diagnoses, outcome: outcome, observation: seen, values: own)
        let findings = differences.enumerated().map { index, difference in
            index > 0
                ? Finding(difference: difference)
                : Finding(
                    difference: difference, diagnosis: explanation.text,
                    mutants: explanation.mutants, place: explanation.place)
        }
        return (findings, captured)
    }
}

extension Step {
    /// The names that its request is filled in with.
    fileprivate var names: [String] {
        guard let request else { return [] }
        let texts = [request.target, request.basic] + request.headers.map(\.value)
        // What is no template was refused by the course's reader.
        let inTexts = texts.compactMap { $0 }.flatMap { (try? Template($0).names) ?? [] }
        guard case .json(let body) = request.body else { return inTexts }
        return inTexts + body.strings.flatMap { (try? Template($0).names) ?? [] }
    }

    /// The rows that it is taken with, one after another; a burst takes all of them at once.
    fileprivate func turns(_ values: Values) throws -> [[String: JSON]] {
        if rows.isEmpty || sending?.burst != nil { return [[:]] }
        return try rows.map(values.fill)
    }

    /// Whether it only looks at what the steps before have brought.
    fileprivate var onlyLooks: Bool {
        switch action {
        case .look, .endStreams: true
        case .send, .app, .websocket, .property, .contract, .examine: false
        }
    }

    fileprivate var looksAtFiles: Bool {
        (expectations + each).flatMap(\.flattened).contains { $0.path.root == "files" }
    }
}

extension Diagnosis {
    fileprivate var looksAtFiles: Bool {
        when.flatMap(\.flattened).contains { $0.path.root == "files" }
    }
}

extension GraderFailure {
    /// Time could not be measured: that is nobody's fault who is graded.
    fileprivate static let lateMachine = GraderFailure(
        kind: "machine",
        message: "This machine was too busy to measure time: its own clock came late. "
            + "Close what keeps it busy, and run the check again.")
}

extension StepOutcome {
    /// Why nothing more can be asked of the app after this step, if so.
    var end: String? {
        testimony.exchanges.lazy.compactMap(\.failure).first { $0.isFinal }?.message
            ?? failedStart?.message
    }
}
