import Course

/// Tries a property body by body, and makes the first one that breaks it as small as it can be.
struct PropertyRunner: Sendable {
    let property: Property
    let runner: StepRunner
    let stage: Stage
    let seed: UInt64
    /// The check's id: two properties of one exercise draw different bodies.
    let check: String

    /// What became of one body.
    struct Tried: Sendable {
        var outcome: StepOutcome
        /// With `body` and `bad`.
        var values: Values
        var expectations: [Expectation]
        fileprivate var isBroken: Bool
    }

    /// The smallest body that breaks the property, or the last one when none does.
    func run(_ values: Values) async throws -> Tried {
        var generator = BodyGenerator(property: property, seed: seed, purpose: "property-\(check)")
        var last = try await attempt(generator.plain, values, number: 1)
        for number in 1..<max(2, property.trials) where !last.isBroken {
            let body = generator.body(number)
            last = try await attempt(body, values, number: number + 1)
            if last.isBroken { return try await shrunk(body, last, values, number + 1) }
        }
        return last
    }

    private func attempt(
        _ body: GeneratedBody, _ values: Values, number: Int
    ) async throws -> Tried {
        let bad = body.bad
        let own = values.adding([
            "body": body.json, "bad": .array(bad.map { .string($0) }),
        ])
        let letter = try await stage.sender.letter(property.request, own)
        var outcome = try await runner.outcome(
            [letter.request], [await stage.sender.send(letter)])
        outcome.more["trial"] = [
            "body": body.json, "bad": .array(bad.map { .string($0) }), "number": .int(number),
        ]
        let expectations = bad.isEmpty ? property.accepts : property.refuses
        let judging = Judging(
            outcome: outcome, observation: outcome.observation(checks: [:], step: 1),
            expectations: try own.fill(expectations), track: stage.track)
        return Tried(
            outcome: outcome, values: own, expectations: expectations,
            isBroken: !judging.differences.isEmpty)
    }

    /// Takes the first smaller body that breaks the property too, until there is none.
    private func shrunk(
        _ body: GeneratedBody, _ found: Tried, _ values: Values, _ number: Int
    ) async throws -> Tried {
        var (body, found) = (body, found)
        var isSmaller = true
        while isSmaller, found.outcome.end == nil {
            isSmaller = false
            for candidate in body.smaller(property) {
                let tried = try await attempt(candidate, values, number: number)
                guard tried.isBroken else { continue }
                (body, found, isSmaller) = (candidate, tried, true)
                break
            }
        }
        return found
    }
}

/// A body and which of its members are bad.
struct GeneratedBody: Sendable, Hashable {
    /// One member; without a value it is absent.
    struct Member: Sendable, Hashable {
        var name: String
        var value: JSON?
        var isBad: Bool
    }

    var members: [Member]

    var json: JSON {
        .object(members.reduce(into: [:]) { $0[$1.name] = $1.value })
    }

    /// The names of the bad members, in the order of the fields.
    var bad: [String] { members.filter(\.isBad).map(\.name) }

    /// Bodies that are simpler in one place, the greatest step first: a bad member made good, a
    /// member left out where that is as good or as bad, a member with its field's plain value, a
    /// shorter text.
    func smaller(_ property: Property) -> [GeneratedBody] {
        let fields = Dictionary(property.fields.map { ($0.name, $0) }) { first, _ in first }
        var candidates: [GeneratedBody] = []
        func add(_ index: Int, _ value: JSON?, isBad: Bool) {
            var body = self
            body.members[index] = Member(name: members[index].name, value: value, isBad: isBad)
            if body != self { candidates.append(body) }
        }
        for (index, member) in members.enumerated() where member.isBad {
            guard let field = fields[member.name] else { continue }
            add(index, field.plain, isBad: false)
        }
        for (index, member) in members.enumerated() where member.value != nil {
            guard let field = fields[member.name] else { continue }
            if (member.isBad ? field.bad : field.good).contains(.absent) {
                add(index, nil, isBad: member.isBad)
            }
        }
        for (index, member) in members.enumerated() where !member.isBad && member.value != nil {
            guard let field = fields[member.name], member.value != field.plain else { continue }
            add(index, field.plain, isBad: false)
        }
        return candidates
    }
}

extension Property.Field {
    /// The value that small bodies have: the first good one.
    fileprivate var plain: JSON? {
        var generator = SplitMix64(seed: 0, purpose: name)
        return good.first?.value(&generator)
    }
}

extension Property.Source {
    /// One value from here; nil is absent.
    fileprivate func value(_ generator: inout SplitMix64) -> JSON? {
        switch self {
        case .absent: nil
        case .value(let json): json
        case .drawn(let variable): variable.draw(&generator)
        }
    }
}

/// Makes bodies: first every bad value alone, then mixtures.
struct BodyGenerator: Sendable {
    private let property: Property
    private var generator: SplitMix64
    private let alone: [(field: Int, source: Property.Source)]

    init(property: Property, seed: UInt64, purpose: String) {
        self.property = property
        generator = SplitMix64(seed: seed, purpose: purpose)
        alone = property.fields.enumerated().flatMap { index, field in
            field.bad.map { (index, $0) }
        }
    }

    /// The body with every field's plain value.
    var plain: GeneratedBody {
        GeneratedBody(
            members: property.fields.map { .init(name: $0.name, value: $0.plain, isBad: false) })
    }

    /// The body of trial `number`, from 1.
    mutating func body(_ number: Int) -> GeneratedBody {
        if number <= alone.count {
            let (field, source) = alone[number - 1]
            var body = mixture(badness: 0)
            body.members[field].value = source.value(&generator)
            body.members[field].isBad = true
            return body
        }
        // A third of the mixtures is all good: accepting is a promise too.
        return mixture(badness: number % 3 == 0 ? 0 : 35)
    }

    private mutating func mixture(badness: Int) -> GeneratedBody {
        var members: [GeneratedBody.Member] = []
        for field in property.fields {
            let isBad = !field.bad.isEmpty && generator.next(in: 0...99) < badness
            let source = generator.element(of: isBad ? field.bad : field.good)
            members.append(
                .init(name: field.name, value: source?.value(&generator), isBad: isBad))
        }
        return GeneratedBody(members: members)
    }
}
