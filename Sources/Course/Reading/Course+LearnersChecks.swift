/// Checks that a learner wrote, as a file of their own.
package struct LearnersChecks: Sendable {
    package var checks: [Check]
    /// Values drawn for each run.
    package var variables: [String: Variable]
    /// Everything that is wrong in the file, by line; then the checks have gaps.
    package var problems: [CourseProblem]

    /// Reads a file of checks.
    ///
    /// - Parameters:
    ///   - text: a list of checks, or a mapping with `vars` and `checks`, as in exercise.yaml.
    ///   - file: what the problems call the file.
    ///   - tracks: what `by_track` may speak of.
    package init(text: String, file: String, tracks: [Track]) {
        (checks, variables, problems) = ([], [:], [])
        guard let source = SourceFile(path: file, bytes: Array(text.utf8)) else { return }
        if let value = source.yaml() {
            let fields =
                value.isList
                ? nil : value.fields("the file", known: ["vars", "checks"], required: ["checks"])
            variables = fields?["vars"].map(ExerciseReader.variables) ?? [:]
            var reader = CheckReader(
                exerciseTracks: tracks, variables: Set(variables.keys), users: [])
            let list = value.isList ? value : fields?["checks"]
            for element in list?.list("a list of checks") ?? [] { reader.read(element) }
            checks = reader.checks
            if checks.isEmpty, source.problems.isEmpty { value.report("no check is in here yet") }
        }
        problems = source.problems
    }
}

extension [Check] {
    /// The same checks the other way round, each still after those that it needs.
    package var reversedWithinNeeds: [Check] {
        var waiting = self
        var ordered: [Check] = []
        while !waiting.isEmpty {
            let done = Set(ordered.map(\.id))
            let open = Set(waiting.map(\.id))
            let next =
                waiting.lastIndex { check in
                    check.needs.allSatisfy { done.contains($0) || !open.contains($0) }
                } ?? waiting.startIndex
            ordered.append(waiting.remove(at: next))
        }
        return ordered
    }
}
