import Course

/// Why a check failed: the words, the mutants that prove them, and the learner's line.
struct Explanation: Sendable, Hashable {
    var text: String
    var mutants: [String] = []
    var place: SourcePlace?
}

extension ObservationPath {
    /// Whether it leads to what is known of a crash.
    fileprivate var isOfCrash: Bool { description.hasPrefix("$.crash") }
}

/// Finds the explanation of a failure: first what the host says, then the exercise's rules in
/// their order, then the layer.
struct Explainer: Sendable {
    var track: Track
    var source: SourceText
    var routes: [String]
    /// Sends a probe; nil when no answer came.
    var probe: @Sendable (RequestTemplate, Values) async -> Answer?

    func explanation(
        of difference: Difference, rules: [Diagnosis], outcome: StepOutcome,
        observation: Observation, values: Values
    ) async -> Explanation {
        if let failedStart = outcome.failedStart {
            return Explanation(
                text: failedStart.message,
                place: failedStart.line.flatMap { source.place(line: $0) })
        }
        let failure = outcome.exchange?.failure
        if case .failure(let unreadable)? = outcome.spokesman {
            return Explanation(
                text: "The answer cannot be read (\(unreadable)). Look at the headers that the "
                    + "handler sets.", place: place(of: outcome))
        }
        for rule in rules where rule.tracks.isEmpty || rule.tracks.contains(track) {
            // Of an app that gave no answer only what was seen of its end can be explained.
            if failure != nil, !rule.when.contains(where: \.path.isOfCrash) { continue }
            if let explanation = await apply(rule, observation, outcome, values) {
                return explanation
            }
        }
        if let failure {
            let place = failure.place.flatMap { place in
                source.isCalled(place.file) ? source.place(line: place.line) : nil
            }
            return Explanation(text: failure.message, place: place)
        }
        return Explanation(
            text: Fallback(
                difference, observation: observation, request: outcome.request, routes: routes,
                track: track
            ).text,
            place: place(of: outcome))
    }

    private func apply(
        _ rule: Diagnosis, _ observation: Observation, _ outcome: StepOutcome, _ values: Values
    ) async -> Explanation? {
        guard let text = rule.text[track], holds(rule.when, of: observation, values) else {
            return nil
        }
        if let probe = rule.probe, await !holds(probe, values) { return nil }
        let pattern = rule.at[track]
        return Explanation(
            text: values.adding(["exception": .string(observation.raised)]).fillKnown(text)
                + (rule.hint.map { " Hint \($0) says more." } ?? ""),
            mutants: rule.mutants,
            place: pattern.flatMap {
                source.place(matching: $0, handler: outcome.exchange?.handler?.line)
            } ?? place(of: outcome))
    }

    /// A rule that speaks of a value nobody has captured does not fit.
    private func holds(_ when: [Expectation], of seen: Observation, _ values: Values) -> Bool {
        guard let filled = try? values.fill(when) else { return false }
        return seen.differences(from: filled, track: track).isEmpty
    }

    private func holds(_ probe: Diagnosis.Probe, _ values: Values) async -> Bool {
        guard let answer = await self.probe(probe.request, values) else { return false }
        return holds(
            probe.expectations, of: Observation(document: .object(answer.observed)), values)
    }

    /// The line of the learner's file that raised, else that held up the event loop, else the
    /// handler's.
    private func place(of outcome: StepOutcome) -> SourcePlace? {
        let exchange = outcome.exchange
        return [
            exchange?.failure?.place, exchange?.traceback?.place, exchange?.stall,
            exchange?.handler,
        ].lazy
            .compactMap { $0 }.filter { source.isCalled($0.file) }.first
            .flatMap { source.place(line: $0.line) }
    }
}
