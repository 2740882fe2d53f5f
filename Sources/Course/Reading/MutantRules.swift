/// What must hold between an exercise's mutants, checks and diagnoses.
struct MutantRules {
    let exercise: Exercise

    /// Notes in `file` what does not hold.
    func check(_ file: SourceFile) {
        for mutant in exercise.mutants { checkName(mutant, file) }
        for check in exercise.checks {
            for diagnosis in check.diagnoses {
                for id in diagnosis.mutants { checkName(id, diagnosis, file) }
            }
        }
        // A name that is wrong is missed where it should stand: it is told once.
        guard file.problems.isEmpty else { return }
        for mutant in exercise.mutants { check(mutant, file) }
        for check in exercise.checks {
            for diagnosis in check.diagnoses {
                for id in diagnosis.mutants { self.check(id, diagnosis, of: check, file) }
            }
        }
    }

    private func checkName(_ mutant: Mutant, _ file: SourceFile) {
        let names = exercise.checks.map(\.id) + ["start"]
        guard !names.contains(mutant.fails) else { return }
        let question = Suggestion.question(mutant.fails, among: names)
        file.report(
            "\(mutant.id) is to fail \"\(mutant.fails)\", and no check is called so\(question)",
            at: mutant.position)
    }

    private func checkName(_ id: String, _ diagnosis: Diagnosis, _ file: SourceFile) {
        let names = exercise.mutants.map(\.id)
        guard !names.contains(id) else { return }
        let question = Suggestion.question(id, among: names)
        file.report("no mutant is called \"\(id)\"\(question)", at: diagnosis.position)
    }

    private func check(_ mutant: Mutant, _ file: SourceFile) {
        guard let check = exercise.checks.first(where: { $0.id == mutant.fails }) else { return }
        for track in exercise.tracks(of: mutant) {
            if !exercise.checks(for: track).contains(where: { $0.id == check.id }) {
                file.report(
                    "\(mutant.id) is to fail \(check.id), which \(track.rawValue) does not have: "
                        + "name another check, or take the track out", at: mutant.position)
            } else if !isExplained(mutant, by: check, in: track) {
                file.report(
                    "no rule of \(check.id) explains \(mutant.id) in \(track.rawValue): add "
                        + "\"mutant: \(mutant.id)\" to the one that must fit", at: mutant.position)
            }
        }
    }

    private func isExplained(_ mutant: Mutant, by check: Check, in track: Track) -> Bool {
        check.diagnoses.contains { diagnosis in
            diagnosis.mutants.contains(mutant.id)
                && (diagnosis.tracks.isEmpty || diagnosis.tracks.contains(track))
        }
    }

    private func check(_ id: String, _ diagnosis: Diagnosis, of check: Check, _ file: SourceFile) {
        guard let mutant = exercise.mutants.first(where: { $0.id == id }) else { return }
        guard mutant.fails == check.id else {
            file.report(
                "\(id) is to fail \(mutant.fails), so this rule of \(check.id) is never proved: "
                    + "take the mutant out here, or change what it fails", at: diagnosis.position)
            return
        }
        let tracks = exercise.tracks(of: mutant)
        if !diagnosis.tracks.isEmpty, Set(diagnosis.tracks).isDisjoint(with: tracks) {
            file.report(
                "\(id) does not exist in \(diagnosis.tracks.map(\.rawValue).joined(separator: ", "))"
                    + ": change the tracks of one of them", at: diagnosis.position)
        }
    }
}
