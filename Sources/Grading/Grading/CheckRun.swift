import Course

/// How one check of a run went.
struct CheckRun: Sendable {
    var verdict: Verdict
    var request: Request?
    var findings: [Finding] = []
    /// Why nothing more can be asked of the app, if so.
    var end: String?
    var captured: [String: JSON] = [:]
    /// The grader's own failure, when `verdict` is `error`.
    var failure: GraderFailure?
}

/// Runs the steps of one check against an app and judges them.
struct CheckRunner: Sendable {
    let track: Track
    let client: HTTPClient
    let app: any AppUnderTest
    let upstream: Upstream?
    let explainer: Explainer

    /// How long a barrier waits for one more caller, and how much longer when it is tried again.
    static let patience: [Duration] = [.milliseconds(750), .milliseconds(1_000)]

    /// Runs `check`; what fails at a barrier is tried once more before it counts.
    func run(_ check: Check, values: Values, verdicts: [String: Verdict]) async -> CheckRun {
        guard check.upstream != nil else {
            return await attempt(check, values, verdicts, patience: Self.patience[0])
        }
        var run = await attempt(check, values, verdicts, patience: Self.patience[0])
        for patience in Self.patience.dropFirst() where run.verdict == .fail && run.end == nil {
            run = await attempt(check, values, verdicts, patience: patience)
        }
        return run
    }

    private func attempt(
        _ check: Check, _ values: Values, _ verdicts: [String: Verdict], patience: Duration
    ) async -> CheckRun {
        var values = values
        var run = CheckRun(verdict: .pass)
        for (index, step) in check.steps.enumerated() {
            do {
                let sender = StepRunner(
                    client: client, app: app, upstream: upstream, script: check.upstream,
                    patience: patience)
                let outcome = try await sender.run(values.fill(step))
                run.request = outcome.request
                let observation = outcome.observation(
                    checks: verdicts, step: index + 1)
                let captures = step.captures.compactMapValues { $0.value(in: observation.document) }
                // What was not there to capture is a finding of its own; null stands for it.
                values = values.adding(step.captures.mapValues { _ in .null }).adding(captures)
                let judged = try await judge(step, check, outcome, observation, values)
                run.captured.merge(captures) { $1 }
                guard judged.isEmpty else {
                    run.findings = judged
                    run.verdict = .fail
                    run.end = outcome.end
                    return run
                }
            } catch {
                run.verdict = .error
                run.failure = GraderFailure(error)
                return run
            }
        }
        return run
    }

    private func judge(
        _ step: Step, _ check: Check, _ outcome: StepOutcome, _ observation: Observation,
        _ values: Values
    ) async throws -> [Finding] {
        let expectations = try values.fill(step.expectations)
        var differences = observation.differences(from: expectations, track: track)
        if differences.isEmpty { differences = serverError(observation, expectations) }
        if differences.isEmpty { differences = missing(step.captures, observation) }
        if differences.isEmpty, outcome.exchange?.failure != nil {
            differences = [Difference(path: .status, expected: ["exists": true], actual: nil)]
        }
        guard let first = differences.first else { return [] }
        let explanation = await explainer.explanation(
            of: first, rules: check.diagnoses, outcome: outcome, observation: observation,
            values: values)
        return differences.enumerated().map { index, difference in
            index > 0
                ? Finding(difference: difference)
                : Finding(
                    difference: difference, diagnosis: explanation.text,
                    mutant: explanation.mutant, place: explanation.place)
        }
    }

    /// What was to be captured and is not there.
    private func missing(
        _ captures: [String: ObservationPath], _ seen: Observation
    ) -> [Difference] {
        captures.values.filter { $0.value(in: seen.document) == nil }
            .map { Difference(path: $0, expected: ["exists": true], actual: nil) }
            .sorted { $0.path.description < $1.path.description }
    }

    /// A 500 is never what a task wants unless the check says so.
    private func serverError(_ seen: Observation, _ expectations: [Expectation]) -> [Difference] {
        let speaksOfStatus = expectations.contains { $0.path == .status }
        guard !speaksOfStatus, seen.document["status"] == 500 else { return [] }
        return [Difference(path: .status, expected: ["!=": 500], actual: 500)]
    }
}

extension StepOutcome {
    /// Why nothing more can be asked of the app after this step, if so.
    fileprivate var end: String? {
        testimony.exchanges.lazy.compactMap(\.failure).first { $0.isFinal }?.message
    }
}
