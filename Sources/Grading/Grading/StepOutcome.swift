import Course

/// What one step brought: its answers, what the host and the upstream saw, put together.
struct StepOutcome: Sendable {
    /// Those that were sent, in the order of `answers`; empty when nothing was.
    var requests: [Request]
    var answers: [Result<Answer, NoAnswer>]
    var background: [Result<Answer, NoAnswer>] = []
    /// Whether the step's answer came while background requests were held; nil without any.
    var isHeld: Bool?
    var testimony: Testimony
    var upstream: Upstream.Sighting?
    /// The values that each answer's request was filled in with; empty unless it was a burst.
    var rowValues: [Values] = []
    /// Whether the answers are streams, which may be left before their end.
    var isStream = false
    /// Why the app did not come up again, when it was started anew and did not.
    var failedStart: FailedStart?
    /// What has been found wrong already, before any expectation.
    var differences: [Difference] = []
    /// What else was observed.
    var more: [String: JSON] = [:]

    /// The request that speaks for the step: that of `spokesman`.
    var request: Request? {
        let index = spokesmanIndex ?? 0
        return requests.indices.contains(index) ? requests[index] : requests.first
    }

    /// The answer that speaks for the step: the first that is unlike the others, else the first.
    var spokesman: Result<Answer, NoAnswer>? {
        spokesmanIndex.map { answers[$0] } ?? answers.first
    }

    private var spokesmanIndex: Int? {
        let kinds = answers.map(\.kind)
        let counts = kinds.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        guard counts.count > 1, let common = counts.max(by: { $0.value < $1.value })?.key else {
            return nil
        }
        return kinds.firstIndex { $0 != common }
    }

    /// The exchange of `spokesman` as the host saw it; the first one when no answer came.
    var exchange: Testimony.Exchange? {
        guard case .success(let answer)? = spokesman else {
            return testimony.exchanges.first { $0.failure != nil } ?? testimony.exchanges.first
        }
        return testimony.exchanges.first { $0.clientPort == answer.clientPort }
    }

    /// The whole as one document, with `checks` telling how earlier ones ended, and `step` which of
    /// its check's this one is, from 1.
    func observation(checks: [String: Verdict], step: Int) -> Observation {
        var members: [String: JSON] = [:]
        if case .success(let answer)? = spokesman { members = answer.observed }
        members["step"] = .int(step)
        if let request { members["request"] = request.observed }
        members.merge(exchange?.observed(testimony) ?? testimony.observedOutput(of: nil)) { $1 }
        members["host"] = [
            "highWater": .int(testimony.highWater),
            "entered": .int(testimony.exchanges.count { $0.entered != nil }),
        ]
        members["checks"] = .object(checks.mapValues { .string($0.rawValue) })
        if answers.count > 1 { members.merge(observed(answers)) { $1 } }
        if !background.isEmpty { members["background"] = .object(observed(background)) }
        if let isHeld { members["held"] = .bool(isHeld) }
        if let upstream { members.merge(observed(upstream)) { $1 } }
        members.merge(more) { $1 }
        return Observation(document: .object(members))
    }

    /// The answer at `index` of a burst by itself, as one document.
    func observation(ofAnswer index: Int) -> Observation? {
        guard answers.indices.contains(index), case .success(let answer) = answers[index] else {
            return nil
        }
        var members = answer.observed
        if requests.indices.contains(index) { members["request"] = requests[index].observed }
        let exchange = testimony.exchanges.first { $0.clientPort == answer.clientPort }
        if let exchange { members.merge(exchange.observed(testimony)) { $1 } }
        return Observation(document: .object(members))
    }

    private func observed(_ answers: [Result<Answer, NoAnswer>]) -> [String: JSON] {
        let complete = answers.compactMap { try? $0.get() }  // the others are counted as "none"
        var statuses = complete.reduce(into: [:]) { $0[String($1.status), default: 0] += 1 }
        if complete.count < answers.count { statuses["none"] = answers.count - complete.count }
        return [
            "statuses": .object(statuses.mapValues { .int($0) }),
            "answers": .array(complete.map { .object($0.observed) }),
        ]
    }

    private func observed(_ sighting: Upstream.Sighting) -> [String: JSON] {
        [
            "upstream": [
                "calls": .int(sighting.calls), "highWater": .int(sighting.highWater),
                "full": .bool(sighting.isFull), "abandoned": .int(sighting.abandoned),
                "paths": .object(sighting.paths.mapValues { .int($0) }),
                "order": .array(sighting.order.map { .string($0) }),
            ],
            "ticketsTrue": .bool(hasTrueTickets(sighting)),
        ]
    }

    /// Whether each answer holds a ticket that the upstream gave in this step, each its own, and no
    /// ticket that was given is missing.
    private func hasTrueTickets(_ sighting: Upstream.Sighting) -> Bool {
        var unused = sighting.tickets
        let areOwn = (answers + background).allSatisfy { result in
            guard case .success(let answer) = result else { return false }
            let held = unused.filter { answer.text.contains($0) }
            unused.subtract(held)
            return !held.isEmpty
        }
        return areOwn && unused.isEmpty
    }
}

extension Request {
    /// What an observation has of it: enough to tell which one it was.
    fileprivate var observed: JSON {
        ["method": .string(method), "target": .string(target)]
    }
}

extension Result<Answer, NoAnswer> {
    /// What makes two answers of a burst alike: status and shape, not the values inside.
    fileprivate var kind: String {
        switch self {
        case .success(let answer): "\(answer.status) \(answer.header("content-type") ?? "")"
        case .failure(let failure): "\(failure)"
        }
    }
}
