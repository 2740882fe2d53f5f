import Course

/// Holds what was observed of one step against what must hold of it.
struct Judging {
    let outcome: StepOutcome
    let observation: Observation
    /// Filled in.
    let expectations: [Expectation]
    let track: Track

    /// Where the step is not as it must be, the outermost cause first.
    var differences: [Difference] {
        if let failedStart = outcome.failedStart, !speaks(of: "start") {
            return [
                Difference(path: .start, expected: "ready", actual: .string(failedStart.kind))
            ]
        }
        if !outcome.differences.isEmpty { return outcome.differences }
        if outcome.more["websocket"] != nil, case .success(let answer)? = outcome.answers.first,
            !speaks(of: "status")
        {
            return [Difference(path: .status, expected: 101, actual: .int(answer.status))]
        }
        if let unreadable { return [unreadable] }
        let found = observation.differences(from: expectations, track: track)
        if !found.isEmpty { return found }
        if let error = serverError { return [error] }
        if outcome.exchange?.failure != nil {
            return [Difference(path: .status, expected: ["exists": true], actual: nil)]
        }
        return []
    }

    /// An answer that is no HTTP, or that broke off before its end.
    private var unreadable: Difference? {
        for answer in outcome.answers + outcome.background {
            switch answer {
            case .failure: return Difference(path: .complete, expected: true, actual: nil)
            case .success(let answer) where !answer.isComplete && !outcome.isStream:
                return Difference(path: .complete, expected: true, actual: false)
            case .success: break
            }
        }
        return nil
    }

    /// What was to be captured and is not there.
    func missing(_ captures: [String: ObservationPath]) -> [Difference] {
        captures.values.filter { $0.value(in: observation.document) == nil }
            .map { Difference(path: $0, expected: ["exists": true], actual: nil) }
            .sorted { $0.path.description < $1.path.description }
    }

    /// The first answer of a burst that does not meet `each` with its own values.
    func firstOdd(
        _ each: [Expectation], _ rowValues: [Values]
    ) throws -> (differences: [Difference], observation: Observation, values: Values)? {
        guard !each.isEmpty else { return nil }
        for (index, values) in rowValues.enumerated() {
            guard let seen = outcome.observation(ofAnswer: index) else { continue }
            let differences = seen.differences(from: try values.fill(each), track: track)
            if !differences.isEmpty { return (differences, seen, values) }
        }
        return nil
    }

    private func speaks(of root: String) -> Bool {
        expectations.flatMap(\.flattened).contains { $0.path.root == root }
    }

    /// A 500 is never what a task wants unless the check says so, of one answer or of many.
    private var serverError: Difference? {
        guard !speaks(of: "status"), !speaks(of: "statuses"), !speaks(of: "answers") else {
            return nil
        }
        let count = observation.document["statuses"]?["500"]
        guard observation.document["status"] == 500 || count != nil else { return nil }
        return Difference(path: .status, expected: ["!=": 500], actual: 500)
    }
}

extension Observation {
    /// This document, with what only `other` has.
    func merged(over other: Observation) -> Observation {
        guard case .object(let own) = document, case .object(let rest) = other.document else {
            return self
        }
        return Observation(document: .object(rest.merging(own) { $1 }))
    }
}

extension ObservationPath {
    /// `$.status`.
    static let status = ObservationPath([.member("status")])
    /// `$.complete`.
    static let complete = ObservationPath([.member("complete")])
    /// `$.start`.
    static let start = ObservationPath([.member("start")])

    /// The member of the observation that it begins with; nil for the whole.
    var root: String? {
        if case .member(let name)? = components.first { name } else { nil }
    }
}
