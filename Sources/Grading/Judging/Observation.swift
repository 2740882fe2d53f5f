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
        expectations.flatMap { expectation in
            expectation.predicate[track].map {
                $0.differences(from: expectation.path.value(in: document), at: expectation.path)
            } ?? []
        }
    }
}

extension Answer {
    /// The answer's own part of an observation.
    var observed: [String: JSON] {
        var members: [String: JSON] = [
            "status": .int(status), "headers": .object(observedHeaders), "text": .string(text),
            "length": .int(body.count),
        ]
        if let json = JSON(parsing: body) { members["body"] = json }
        return members
    }

    private var observedHeaders: [String: JSON] {
        headers.reduce(into: [:]) { members, field in
            let name = field.name.lowercased()
            switch members[name] {
            case .array(let values): members[name] = .array(values + [.string(field.value)])
            case .string(let value): members[name] = .string(value + ", " + field.value)
            default:
                let value = JSON.string(field.value)
                members[name] = name == "set-cookie" ? .array([value]) : value
            }
        }
    }
}

extension Testimony.Exchange {
    /// The host's part of an observation of this one exchange.
    func observed(appLog: String) -> [String: JSON] {
        var members: [String: JSON] = ["log": .string(log + appLog)]
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
            members["traceback"] = .object(inner)
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

extension JSON {
    fileprivate var members: [String: JSON]? {
        if case .object(let members) = self { members } else { nil }
    }
}
