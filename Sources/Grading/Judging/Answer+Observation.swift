import Course

extension Answer {
    /// The answer's own part of an observation.
    var observed: [String: JSON] {
        var members = core
        members["answer"] = .object(core)
        members["length"] = .int(body.count)
        members["complete"] = .bool(isComplete)
        members["time"] = ["first": .double(headAfter.tenths), "total": .double(duration.tenths)]
        if !cookies.isEmpty { members["cookies"] = .object(cookies) }
        if !hops.isEmpty { members["hops"] = .array(hops.map { .object($0.core) }) }
        members.merge(observedStream) { $1 }
        return members
    }

    /// What went over the wire: status, reason, headers and body, as JSON too where it is.
    var core: [String: JSON] {
        var members: [String: JSON] = [
            "status": .int(status), "reason": .string(reason),
            "headers": .object(observedHeaders), "text": .string(text),
        ]
        if let json = JSON(parsing: body) { members["body"] = json }
        return members
    }

    private var cookies: [String: JSON] {
        headers.filter { $0.name.lowercased() == "set-cookie" }
            .compactMap { Cookie($0.value) }
            .reduce(into: [:]) { $0[$1.name] = $1.observed }
    }

    /// Events of `text/event-stream`, or lines of newline-delimited JSON, and the time between
    /// pieces.
    private var observedStream: [String: JSON] {
        var members: [String: JSON] = [:]
        let type = header("content-type") ?? ""
        var moments = pieces.map(\.after.tenths)
        if type.hasPrefix("text/event-stream") {
            let events = ServerSentEvent.all(in: body)
            moments = events.map { moment(of: $0.end) }
            members["events"] = .array(zip(events, moments).map { $0.event.observed(at: $1) })
        } else if type.contains("ndjson") || type.contains("jsonl") || type.contains("json-seq") {
            let lines = text.split(whereSeparator: \.isNewline)
            members["lines"] = .array(lines.map { JSON(parsing: String($0)) ?? .null })
        }
        members["gaps"] = .array(
            zip(moments.dropFirst(), moments).map { .double((($0 - $1) * 10).rounded() / 10) })
        return members
    }

    /// When the body's byte before `end` came, in milliseconds.
    private func moment(of end: Int) -> Double {
        (pieces.first { $0.end >= end }?.after ?? duration).tenths
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

extension Duration {
    /// The span in milliseconds, with one decimal.
    var tenths: Double { (milliseconds * 10).rounded() / 10 }
}
