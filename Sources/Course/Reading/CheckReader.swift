/// Reads the checks of one exercise, in their order.
struct CheckReader {
    let exerciseTracks: [Track]
    let variables: Set<String>
    let users: Set<String>
    /// Whether all variables are known; not where `vars` could not be read.
    var knowsVariables = true
    /// The checks read so far.
    private(set) var checks: [Check] = []
    /// Whether a check could not be read: what speaks of it is no problem of its own.
    private(set) var lacksChecks = false
    /// What each of them captures, by its id.
    private var captures: [String: Set<String>] = [:]

    init(exerciseTracks: [Track], variables: Set<String>, users: Set<String>) {
        self.exerciseTracks = exerciseTracks
        self.variables = variables
        self.users = users
    }

    static let keys =
        ["id", "title", "category", "points", "needs", "tracks"]
        + ["optional", "hidden", "stop_on_fail", "repeat"] + StepReader.keys
        + ["upstream", "steps", "diagnose"]

    /// Reads one check and keeps it; what is wrong is noted in its file.
    mutating func read(_ value: YAMLValue) {
        guard
            let fields = value.fields(
                "the check", known: Self.keys, required: ["id", "title", "category"]),
            let idValue = fields["id"] ?? fields["title"]
        else {
            lacksChecks = true
            return
        }
        let id = fields["id"].flatMap(id) ?? ""
        if id.isEmpty { lacksChecks = true }
        let tracks = fields["tracks"]?.tracks(among: exerciseTracks, of: "the exercise") ?? []
        let ownTracks = tracks.isEmpty ? exerciseTracks : tracks
        let needs = fields["needs"].map { self.needs($0, ownTracks) } ?? []
        var scope = scope(needing: needs)
        let title = fields["title"]?.template("the promise as one line", scope) ?? ""
        let named = fields["category"]?.word("category", of: Category.self)
        if let named { checkLetter(id, named, fields) }
        let category = named ?? .other
        let rounds = fields["repeat"]?.integer("a whole number from 1 to 100", in: 1...100) ?? 1
        if rounds > 1 { scope.known.insert("round") }

        let upstream = fields["upstream"].flatMap { [scope] in $0.upstreamScript(scope) }
        let steps = steps(value, fields, ownTracks, &scope)
        captures[id] = Set(steps.flatMap(\.captures.keys))
        // Names that a step has for itself can be spoken of where that step failed.
        scope.known.formUnion(steps.flatMap { $0.rows.first?.keys.sorted() ?? [] })
        scope.known.formUnion(steps.flatMap(\.ownNames))
        let diagnoses = DiagnosisReader(
            checkTracks: ownTracks, scope: scope, checks: knownChecks
        ).diagnoses(fields["diagnose"])
        checks.append(
            Check(
                id: id, title: title, category: category,
                points: fields["points"]?.integer("a whole number from 1 to 100", in: 1...100) ?? 1,
                needs: needs, tracks: tracks, steps: steps, upstream: upstream, rounds: rounds,
                isOptional: fields["optional"]?.flag() ?? false,
                isHidden: fields["hidden"]?.flag() ?? false,
                stopsOnFail: fields["stop_on_fail"]?.flag() ?? false, diagnoses: diagnoses,
                position: idValue.position))
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

    /// The ids that can be named; nil where one is not known.
    private var knownChecks: [String]? { lacksChecks ? nil : checks.map(\.id) }

    private func checkLetter(_ id: String, _ category: Category, _ fields: YAMLValue.Fields) {
        let letter = category.rawValue.prefix(1).uppercased()
        guard !id.hasPrefix(letter), !id.isEmpty else { return }
        fields["id"]?.report(
            "the id \(id) of a check of category \(category) begins with \(letter): "
                + "write \(letter)\(id.dropFirst()), or change the category")
    }

    private func needs(_ value: YAMLValue, _ tracks: [Track]) -> [String] {
        value.list("a list of earlier checks, such as [R1]").compactMap { element in
            guard let id = element.text("a check's id such as R1") else { return nil }
            guard let check = checks.first(where: { $0.id == id }) else {
                guard !lacksChecks else { return nil }
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
        var scope = ReadingScope(known: variables, users: users)
        scope.isComplete = knowsVariables
        scope.isComplete = !lacksChecks
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
        let reader = StepReader(tracks: tracks, checks: knownChecks, variables: variables)
        guard let list = fields["steps"] else {
            let doesSomething = StepReader.actions.contains { fields[$0] != nil }
            let expects = ["expect", "each", "property", "websocket"].contains { fields[$0] != nil }
            guard doesSomething, expects else {
                value.report("expected request and expect, or steps: the check sends nothing yet")
                return []
            }
            return reader.step(value, fields, &scope).map { [$0] } ?? []
        }
        for name in StepReader.keys {
            fields.key(name)?.report("\"\(name)\" stands beside steps: move it into one of them")
        }
        let elements = list.list("a list of steps")
        if elements.isEmpty { list.report("expected at least one step") }
        var steps: [Step] = []
        for element in elements {
            guard let fields = element.fields("the step", known: StepReader.keys),
                let step = reader.step(element, fields, &scope)
            else { continue }
            steps.append(step)
        }
        if !steps.isEmpty, !steps.contains(where: \.expectsSomething) {
            list.report("no step expects anything: add expect to one of them")
        }
        return steps
    }
}

extension Step {
    /// Whether it can fail for what was observed.
    fileprivate var expectsSomething: Bool {
        switch action {
        case .property, .websocket: true
        case .send, .look, .endStreams, .app, .contract, .examine:
            !expectations.isEmpty || !each.isEmpty
        }
    }

    /// Names that have values while the step is judged.
    fileprivate var ownNames: [String] {
        switch action {
        case .property: ["body", "bad"]
        case .send(let sending) where sending.burst != nil: ["index"]
        case .send, .look, .endStreams, .app, .websocket, .contract, .examine: []
        }
    }
}
