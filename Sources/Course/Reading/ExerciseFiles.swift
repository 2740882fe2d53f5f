/// Which files an exercise has, and which it must have.
struct ExerciseFiles {
    let tree: CourseTree
    let exercise: Exercise

    /// The most lines that a starter may have.
    static let maxStarterLines = 30

    /// Files that are missing, left over or too long.
    ///
    /// What concerns a mutant is noted in `file`, at the mutant.
    func problems(_ file: SourceFile) -> [CourseProblem] {
        checkMutantFiles(file)
        return missing + missingServers + stray + longStarters
    }

    private var neededParts: [Exercise.Part] { [.starter, .solution] }

    private var missing: [CourseProblem] {
        exercise.tracks.flatMap { track in
            neededParts.map { exercise.path($0, track) }
                .filter { tree.file($0) == nil }
                .map { tree.unreadable($0, "write it, or drop the track") }
        }
    }

    private var missingServers: [CourseProblem] {
        Set(exercise.servers).sorted().filter { !tree.isFile($0) }
            .map { tree.unreadable($0, "write it, or take it out of examine") }
    }

    private func mutantPaths(_ mutant: Mutant) -> [String] {
        (mutant.tracks.isEmpty ? exercise.tracks : mutant.tracks)
            .map { exercise.path(.mutant(mutant.id), $0) }
    }

    private func checkMutantFiles(_ file: SourceFile) {
        for mutant in exercise.mutants {
            for path in mutantPaths(mutant) where !tree.isFile(path) {
                file.report(
                    "\(mutant.id) has no file \(path): write it, or name the tracks that have it",
                    at: mutant.position)
            }
        }
    }

    private var stray: [CourseProblem] {
        var known: Set = ["\(exercise.folder)/exercise.yaml", "\(exercise.folder)/task.md"]
        for track in exercise.tracks {
            known.formUnion(neededParts.map { exercise.path($0, track) })
        }
        known.formUnion(exercise.mutants.flatMap(mutantPaths) + exercise.servers)
        return tree.files(below: exercise.folder).map { "\(exercise.folder)/\($0)" }
            .filter { !known.contains($0) }
            .map { tree.problem($0, "this file belongs to nothing: \(repair(for: $0))") }
    }

    private func repair(for path: String) -> String {
        let parts = path.dropFirst(exercise.folder.count + 1).split(separator: "/").map(String.init)
        guard parts.count > 1 else { return "delete it" }
        let folders = Track.allCases.map(\.rawValue) + ["servers"]
        if !folders.contains(parts[0]),
            let meant = Suggestion.nearest(to: parts[0], among: folders)
        {
            return "call the folder \(meant), or delete it"
        }
        if let track = Track(rawValue: parts[0]), !exercise.tracks.contains(track) {
            return "add \(track.rawValue) to tracks in exercise.yaml, or delete it"
        }
        return parts[1] == "mutants"
            ? "list it under mutants in exercise.yaml, or delete it" : "delete it"
    }

    private var longStarters: [CourseProblem] {
        exercise.tracks.compactMap { track in
            let path = exercise.path(.starter, track)
            guard let lines = tree.file(path)?.lines else { return nil }
            let count = lines.last?.isEmpty == true ? lines.count - 1 : lines.count
            guard count > Self.maxStarterLines else { return nil }
            return tree.problem(
                path, "the starter has \(count) lines; \(Self.maxStarterLines) are the most")
        }
    }
}
