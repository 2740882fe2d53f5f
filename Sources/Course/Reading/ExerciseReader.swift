import Foundation

/// Reads one exercise from its folder.
struct ExerciseReader {
    let tree: CourseTree
    /// The exercise's folder, relative to the course's, such as `exercises/02-routing/path-params`.
    let folder: String
    /// The unit's number, from its folder's name.
    let unit: UnitNumber

    static let keys = [
        "id", "title", "place", "mode", "tracks", "distractors", "file", "kit", "vars", "env",
        "users",
        "server", "all_or_nothing", "checks", "hints", "mutants",
    ]
    static let required = ["id", "title", "place", "mode", "tracks", "checks", "hints", "mutants"]

    /// The exercise, or nil when too little of it can be read, and all that is wrong in it.
    func read() -> (exercise: Exercise?, problems: [CourseProblem]) {
        guard let file = tree.file("\(folder)/exercise.yaml") else {
            return (nil, [tree.unreadable("\(folder)/exercise.yaml", "write it")])
        }
        var problems: [CourseProblem] = []
        let exercise = file.yaml()
            .flatMap { $0.fields("exercise.yaml", known: Self.keys, required: Self.required) }
            .flatMap { self.exercise($0, file, &problems) }
        return (exercise, file.problems + problems)
    }

    private func exercise(
        _ fields: YAMLValue.Fields, _ file: SourceFile, _ problems: inout [CourseProblem]
    ) -> Exercise? {
        guard let idValue = fields["id"], let id = id(idValue) else { return nil }
        let tracks = fields["tracks"]?.tracks() ?? []
        let variables = fields["vars"].map(variables) ?? [:]
        // Names whose values cannot be read are known all the same: one slip, one problem.
        let names = fields["vars"]?.isMapping == true ? fields["vars"]?.members("") : nil
        let known = Set(names?.map(\.name) ?? [])
        let userNames = fields["users"]?.isMapping == true ? fields["users"]?.members("") : nil
        var checks = CheckReader(
            exerciseTracks: tracks, variables: known, users: Set(userNames?.map(\.name) ?? []))
        checks.knowsVariables = fields["vars"]?.isMapping ?? true
        let checkValues = fields["checks"]?.list("a list of checks") ?? []
        for value in checkValues { checks.read(value) }
        let (task, taskProblems) = task()
        problems += taskProblems
        var exercise = Exercise(
            id: id, title: fields["title"]?.text("a title") ?? "", unit: unit,
            place: fields["place"]?.integer("a whole number from 1 to 99", in: 1...99) ?? 0,
            mode: fields["mode"]?.word("mode", of: Exercise.Mode.self) ?? .write, tracks: tracks,
            task: task, variables: variables, kit: fields["kit"].map(kit) ?? [],
            checks: checks.checks, hints: hints(fields, tracks),
            mutants: mutants(fields["mutants"], tracks), folder: folder,
            position: idValue.position)
        let parsons = ParsonsReader(
            tree: tree, exercise: exercise, distractors: fields["distractors"]
        ).read()
        exercise.parsons = parsons.parsons
        problems += parsons.problems
        exercise.file = fields["file"].flatMap(checksFile)
        exercise.environment = fields["env"]?.environment(ReadingScope(known: known)) ?? [:]
        exercise.users = fields["users"].map { users($0, checks) } ?? [:]
        exercise.server = fields["server"].map(server) ?? Exercise.Server()
        exercise.isAllOrNothing = fields["all_or_nothing"]?.flag() ?? false
        // What could not be read would be missed by all that speaks of it: one slip, one problem.
        guard file.problems.isEmpty else { return exercise }
        checkConsistency(exercise, fields, file)
        problems += ExerciseFiles(tree: tree, exercise: exercise).problems(file)
        return exercise
    }

    private func id(_ value: YAMLValue) -> String? {
        guard let id = value.text("the exercise's id") else { return nil }
        guard id.isIdentifier else {
            return value.expected(
                "an id of at most 32 lower-case letters, digits and single hyphens")
        }
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        if id != name {
            value.report("the id \"\(id)\" is not its folder's name \"\(name)\": make them equal")
        }
        return id
    }

    private func task() -> (MarkedText, [CourseProblem]) {
        guard let file = tree.file("\(folder)/task.md") else {
            return (
                MarkedText(parts: []), [tree.unreadable("\(folder)/task.md", "write the task")]
            )
        }
        let text = MarkedTextReader.read(file)
        if text.parts.isEmpty { file.report("the task is empty: say what to do", line: 1) }
        return (text, file.problems)
    }

    private func kit(_ value: YAMLValue) -> [String] {
        value.list("a list of kit modules, such as [upstream]").compactMap { element in
            guard let name = element.text("a kit module's name") else { return nil }
            if !tree.isFile("exercises/kit/\(name).py") {
                let question = Suggestion.question(name, among: tree.kit)
                element.report("there is no kit module exercises/kit/\(name).py\(question)")
            }
            return name
        }
    }

    private func hints(_ fields: YAMLValue.Fields, _ tracks: [Track]) -> [ByTrack<String>] {
        guard let value = fields["hints"] else { return [] }
        let hints = value.list("a list of three hints")
        if value.isList, hints.count != 3 {
            value.report(
                "expected three hints (the concept, the place, the line with a blank), "
                    + "found \(hints.count)")
        }
        let rule = HintRule(
            tree: tree, folder: folder, tracks: tracks,
            file: fields["file"].flatMap(checksFile))
        return hints.map { hint in
            let text = hint.byTrack(needed: tracks) { $0.text("a hint") }
            rule.check(text, hint)
            return text
        }
    }

    private func checksFile(_ value: YAMLValue) -> String? {
        guard let name = value.text("a file's name such as checks.yaml") else { return nil }
        guard name.hasSuffix(".yaml"), !name.contains("/") else {
            return value.expected("the name of a file of checks, such as checks.yaml")
        }
        return name
    }

    /// Users by name; what checks capture can be in their headers.
    private func users(_ value: YAMLValue, _ checks: CheckReader) -> [String: User] {
        let captured = checks.checks.flatMap { $0.steps.flatMap(\.captures.keys) }
        let scope = ReadingScope(known: checks.variables).adding(captured)
        return value.members("a mapping from name to user").reduce(into: [:]) { users, member in
            let keys = ["headers", "basic"]
            guard let fields = member.value.fields("the user", known: keys) else { return }
            users[member.name] = User(
                headers: fields["headers"]?.requestFields("header", scope) ?? [],
                basic: fields["basic"]?.template("user:password", scope))
        }
    }

    private func server(_ value: YAMLValue) -> Exercise.Server {
        var server = Exercise.Server()
        guard let fields = value.fields("the server", known: ["copies", "threads"]) else {
            return server
        }
        server.copies = fields["copies"]?.integer("a number of copies, 1 to 4", in: 1...4) ?? 1
        server.threads = fields["threads"]?.integer("a number of threads, 1 to 64", in: 1...64)
        return server
    }

    private func mutants(_ value: YAMLValue?, _ tracks: [Track]) -> [Mutant] {
        let keys = ["cause", "fails", "tracks"]
        return value?.members("a mapping from M1, M2, … to mutants").compactMap { member in
            if !member.name.isMutantID {
                member.key.report("\"\(member.name)\" is no mutant's id: write M and a number")
            }
            guard
                let fields = member.value.fields(
                    "the mutant", known: keys, required: ["cause", "fails"]),
                let cause = fields["cause"]?.text("what is wrong in it, as one line"),
                let fails = fields["fails"]?.text("the id of the check that fails, or start")
            else { return nil }
            let own = fields["tracks"]?.tracks(among: tracks, of: "the exercise") ?? []
            return Mutant(
                id: member.name, cause: cause, fails: fails, tracks: own,
                position: member.key.position)
        } ?? []
    }

    /// A file of checks is examined, and nothing else is.
    private func checkExaminations(_ exercise: Exercise, _ file: SourceFile) {
        for check in exercise.checks {
            let examines = check.steps.contains { step in
                if case .examine = step.action { true } else { false }
            }
            if examines, exercise.file == nil {
                file.report(
                    "\(check.id) examines checks, and the learner's file is an app: "
                        + "add file: checks.yaml", at: check.position)
            } else if !examines, exercise.file != nil {
                file.report(
                    "the learner's file is \(exercise.file ?? ""), and \(check.id) asks an app: "
                        + "use examine, or take file out", at: check.position)
            }
        }
    }

    private func checkConsistency(
        _ exercise: Exercise, _ fields: YAMLValue.Fields, _ file: SourceFile
    ) {
        for track in exercise.tracks where exercise.checks(for: track).isEmpty {
            fields.key("checks")?.report("no check is for \(track.rawValue): write one")
        }
        if exercise.kit.isEmpty {
            for check in exercise.checks where check.upstream != nil {
                file.report(
                    "the check \(check.id) has an upstream, and the exercise has no kit to call it "
                        + "with: add kit: [upstream]", at: check.position)
            }
        }
        checkExaminations(exercise, file)
        MutantRules(exercise: exercise).check(file)
    }
}

extension StringProtocol {
    /// Whether this can be an id: lower-case letters and digits, parted by single hyphens, at most
    /// 32 characters.
    var isIdentifier: Bool {
        count <= 32 && !isEmpty
            && split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
            }
    }

    /// Whether this is `M` and a number from 1.
    var isMutantID: Bool {
        hasPrefix("M") && dropFirst().first != "0" && Int(dropFirst()) != nil
            && dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }
}
