package import Course

/// Everything that was observed of one step, as the JSON document that expectations select from.
package struct Observation: Sendable {
    /// See `ObservationPath` for its members.
    package var document: JSON

    package init(document: JSON) {
        self.document = document
    }

    /// Where the observation is not as `expectations` have it for `track`.
    func differences(from expectations: [Expectation], track: Track) -> [Difference] {
        expectations.flatMap { differences(from: $0, track) }
    }

    private func differences(from expectation: Expectation, _ track: Track) -> [Difference] {
        guard expectation.alternatives.isEmpty else {
            let all = expectation.alternatives.map { differences(from: $0, track: track) }
            // None of them holds: the one that came nearest says what is missing.
            return all.contains([]) ? [] : all.min { $0.count < $1.count } ?? []
        }
        guard let predicate = expectation.predicate[track] else { return [] }
        var found = expectation.path.value(in: document)
        if predicate.asksForExistence, expectation.path.selectsMany, found == [] { found = nil }
        return predicate.differences(from: found, at: expectation.path)
    }
}

extension Testimony.Exchange {
    /// The host's part of an observation of this one exchange.
    func observed(_ testimony: Testimony) -> [String: JSON] {
        var members = testimony.observedOutput(of: self)
        if let handler { members["handler"] = handler.observed }
        if let stall { members["stall"] = stall.observed }
        if let crash = failure?.crash {
            var inner = failure?.place?.observed.members ?? [:]
            inner["message"] = .string(crash)
            members["crash"] = .object(inner)
        }
        if let traceback {
            var inner = traceback.place?.observed.members ?? [:]
            inner["type"] = .string(traceback.type)
            inner["message"] = .string(traceback.message)
            if let advice = traceback.advice { inner["advice"] = .string(advice) }
            members["traceback"] = .object(inner)
        }
        return members
    }
}

extension Testimony {
    /// What was printed in `exchange` and outside of any, and how the process ended.
    func observedOutput(of exchange: Exchange?) -> [String: JSON] {
        let errors = (exchange?.errors ?? "") + appErrors
        let all = (exchange?.log ?? "") + appLog
        var members: [String: JSON] = [
            "log": .string(all), "stderr": .string(errors),
            "stdout": .string((exchange?.output ?? "") + appOutput),
        ]
        switch exit {
        case .code(let code): members["exit"] = ["code": .int(code)]
        case .signal(let signal): members["exit"] = ["signal": .int(signal)]
        case nil: break
        }
        return members
    }
}

extension Testimony.Place {
    fileprivate var observed: JSON {
        var members: [String: JSON] = ["file": .string(file), "line": .int(line)]
        if let function { members["function"] = .string(function) }
        return .object(members)
    }
}
