/// Reads the checks of one exercise, in their order.
struct CheckReader {
    let exerciseTracks: [Track]
    let variables: Set<String>
    /// The checks read so far.
    private(set) var checks: [Check] = []
    /// What each of them captures, by its id.
    private var captures: [String: Set<String>] = [:]

    init(exerciseTracks: [Track], variables: Set<String>) {
        self.exerciseTracks = exerciseTracks
        self.variables = variables
    }

    static let stepKeys = ["request", "expect", "capture", "burst", "background"]
    static let keys =
        ["id", "title", "category", "points", "needs", "tracks"] + stepKeys
        + ["upstream", "steps", "diagnose"]

    /// Reads one check and keeps it; what is wrong is noted in its file.
    mutating func read(_ value: YAMLValue) {
        guard
            let fields = value.fields(
                "the check", known: Self.keys, required: ["id", "title", "category"]),
            let idValue = fields["id"], let id = id(idValue)
        else { return }
        let tracks = fields["tracks"]?.tracks(among: exerciseTracks, of: "the exercise") ?? []
        let ownTracks = tracks.isEmpty ? exerciseTracks : tracks
        let needs = fields["needs"].map { self.needs($0, ownTracks) } ?? []
        var scope = scope(needing: needs)
        let title = fields["title"]?.template("the promise as one line", scope) ?? ""
        let category = fields["category"]?.word("category", of: Category.self) ?? .other
        checkLetter(id, category, fields)
        let points = fields["points"]?.integer("a whole number from 1 to 100", in: 1...100) ?? 1

        let steps = steps(value, fields, ownTracks, &scope)
        captures[id] = Set(steps.flatMap(\.captures.keys))
        let diagnoses = DiagnosisReader(
            checkTracks: ownTracks, scope: scope, checks: checks.map(\.id)
        ).diagnoses(fields["diagnose"])
        checks.append(
            Check(
                id: id, title: title, category: category, points: points, needs: needs,
                tracks: tracks, steps: steps, upstream: fields["upstream"].flatMap(upstream),
                diagnoses: diagnoses, position: idValue.position))
    }

    private func id(_ value: YAMLValue) -> String? {
        guard let id = value.text("an id such as V1") else { return nil }
        let number = id.dropFirst()
        guard let letter = id.first, letter.isASCII, letter.isUppercase, !number.isEmpty,
            number.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return value.expected("a capital letter and a number, such as V1") }
        if checks.contains(where: { $0.id == id }) {
            value.report("the id \(id) is taken by an earlier check: choose another number")
        }
        return id
    }

    private func checkLetter(_ id: String, _ category: Category, _ fields: YAMLValue.Fields) {
        let letter = category.rawValue.prefix(1).uppercased()
        guard !id.hasPrefix(letter) else { return }
        fields["id"]?.report(
            "the id \(id) of a check of category \(category) begins with \(letter): "
                + "write \(letter)\(id.dropFirst()), or change the category")
    }

    private func needs(_ value: YAMLValue, _ tracks: [Track]) -> [String] {
        value.list("a list of earlier checks, such as [R1]").compactMap { element in
            guard let id = element.text("a check's id such as R1") else { return nil }
            guard let check = checks.first(where: { $0.id == id }) else {
                let question = Suggestion.question(id, among: checks.map(\.id))
                element.report("no earlier check is called \"\(id)\"\(question)")
                return nil
            }
            for track in tracks where !(check.tracks.isEmpty || check.tracks.contains(track)) {
                element.report("\(id) does not exist in track \(track.rawValue), where this does")
            }
            return id
        }
    }

    /// The names that a check with these `needs` can rely on.
    private func scope(needing needs: [String]) -> ReadingScope {
        var sure: Set<String> = []
        var open = needs
        while let id = open.popLast() {
            guard sure.insert(id).inserted else { continue }
            open += checks.first { $0.id == id }?.needs ?? []
        }
        var scope = ReadingScope(known: variables)
        for check in checks {
            for name in captures[check.id] ?? [] {
                if sure.contains(check.id) {
                    scope.known.insert(name)
                } else {
                    scope.elsewhere[name] = check.id
                }
            }
        }
        return scope
    }

    private func steps(
        _ value: YAMLValue, _ fields: YAMLValue.Fields, _ tracks: [Track],
        _ scope: inout ReadingScope
    ) -> [Step] {
        guard let list = fields["steps"] else {
            guard fields["request"] != nil, fields["expect"] != nil else {
                value.report("expected request and expect, or steps: the check sends nothing yet")
                return []
            }
            return step(fields, tracks, &scope).map { [$0] } ?? []
        }
        for name in Self.stepKeys {
            fields.key(name)?.report("\"\(name)\" stands beside steps: move it into one of them")
        }
        let elements = list.list("a list of steps")
        if elements.isEmpty { list.report("expected at least one step") }
        var steps: [Step] = []
        for element in elements {
            let keys = Self.stepKeys
            guard let fields = element.fields("the step", known: keys, required: ["request"]),
                let step = step(fields, tracks, &scope)
            else { continue }
            steps.append(step)
        }
        if !steps.isEmpty, steps.allSatisfy(\.expectations.isEmpty) {
            list.report("no step expects anything: add expect to one of them")
        }
        return steps
    }

    private func step(
        _ fields: YAMLValue.Fields, _ tracks: [Track], _ scope: inout ReadingScope
    ) -> Step? {
        let request = fields["request"]?.request(scope)
        let burst = fields["burst"]?.integer("a whole number from 1 to 500", in: 1...500) ?? 1
        let background = fields["background"].flatMap { [scope] in self.background($0, scope) }
        // What the answer itself says can be looked for elsewhere in it, in the log for one.
        let captures = fields["capture"].map(self.captures) ?? [:]
        scope.known.formUnion(captures.keys)
        let reader = ExpectationReader(scope: scope, tracks: tracks, checks: checks.map(\.id))
        let expectations = fields["expect"].map(reader.expectations) ?? []
        guard let request else { return nil }
        return Step(
            request: request, burst: burst, background: background, expectations: expectations,
            captures: captures)
    }

    private func captures(_ value: YAMLValue) -> [String: ObservationPath] {
        value.members("a mapping from name to path").reduce(into: [:]) { captures, member in
            if !Template.isName(member.name) {
                member.key.report(
                    "\"\(member.name)\" cannot be a name: use a letter, then letters, digits, - or _"
                )
            } else if variables.contains(member.name) {
                member.key.report("\"\(member.name)\" is a variable already: choose another name")
            }
            captures[member.name] = member.value.observationPath(checks: checks.map(\.id))
        }
    }

    private func background(_ value: YAMLValue, _ scope: ReadingScope) -> Background? {
        let keys = ["request", "count"]
        guard let fields = value.fields("background", known: keys, required: keys),
            let request = fields["request"]?.request(scope),
            let count = fields["count"]?.integer("a whole number from 1 to 100", in: 1...100)
        else { return nil }
        return Background(request: request, count: count)
    }

    private func upstream(_ value: YAMLValue) -> UpstreamScript? {
        let keys = ["barrier", "hold", "spin"]
        guard let fields = value.fields("upstream", known: keys) else { return nil }
        let barrier = fields["barrier"]?.integer("a whole number from 1 to 500", in: 1...500) ?? 0
        let holds = fields["hold"]?.flag() ?? false
        if (barrier > 0) == holds {
            value.report("an upstream either has a barrier or holds: write one of the two")
        }
        return UpstreamScript(
            barrier: barrier, holds: holds, spins: fields["spin"]?.flag() ?? false)
    }
}
