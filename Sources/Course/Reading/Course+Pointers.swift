extension Course {
    /// Finds the rules that point at a line which none of their mutants has: a slip, for which the
    /// report would silently point at the handler.
    ///
    /// This reads every mutant. That is for those who write a course, not for each who opens it.
    ///
    /// - Parameter id: the exercise to look at; nil is all of them.
    /// - Returns: a problem for each, at the rule.
    package func misplacedPointers(in id: String? = nil) -> [CourseProblem] {
        let tree = CourseTree(root: root)
        return exercises.filter { id == nil || $0.id == id }.flatMap { exercise in
            exercise.checks.flatMap(\.diagnoses)
                .compactMap { exercise.problem(withPointerOf: $0, tree) }
        }
    }
}

extension Exercise {
    /// The tracks in which a mutant exists.
    func tracks(of mutant: Mutant) -> [Track] {
        mutant.tracks.isEmpty ? tracks : mutant.tracks
    }

    fileprivate func problem(withPointerOf diagnosis: Diagnosis, _ tree: CourseTree)
        -> CourseProblem?
    {
        var patterns: Set<String> = []
        for mutant in mutants where diagnosis.mutants.contains(mutant.id) {
            for track in tracks(of: mutant) {
                guard diagnosis.tracks.isEmpty || diagnosis.tracks.contains(track),
                    let pattern = diagnosis.at[track], let regex = try? Regex(pattern),
                    let source = tree.file(path(.mutant(mutant.id), track))
                else { continue }
                if source.lines.contains(where: { $0.firstMatch(of: regex) != nil }) { return nil }
                patterns.insert(pattern)
            }
        }
        // Of what is filled in at each run nothing can be said before.
        guard let pattern = patterns.min(), !patterns.contains(where: { $0.contains("${") }) else {
            return nil
        }
        let names = diagnosis.mutants.joined(separator: ", ")
        return CourseProblem(
            position: diagnosis.position,
            message: "at fits no line of \(names): \(pattern). Mend it, or leave it out")
    }
}
