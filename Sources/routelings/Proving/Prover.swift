import Course
import Grading

/// Runs a course's trials side by side and gathers what they refute.
struct Prover: Sendable {
    /// Something that a course promises and does not keep.
    struct Problem: Sendable, Encodable {
        /// What was tried, such as `path-params, fastapi, mutant M3` or a lesson's file and line.
        var subject: String
        var message: String
    }

    let bench: Bench
    /// How many trials run at once.
    ///
    /// More than there are cores, so that both are kept busy while others wait at barriers.
    var width = 4

    /// What all runs of all trials came to.
    struct Findings: Sendable {
        var problems: [Problem] = []
        /// How many files were graded.
        var gradings = 0
        /// How many verdicts were not as promised.
        var wrong = 0
        /// How many trials were as promised in some runs and not in others.
        var changed = 0
    }

    /// What the trials refute; `progress` is called with how many gradings are done, of how many,
    /// and the last one's name.
    ///
    /// Runs of one trial are spread over the whole time, among those of all others.
    func findings(
        in trials: [Trial], progress: @escaping @Sendable (Int, Int, String) -> Void
    ) async throws -> Findings {
        let runs = trials.map(\.runs).max() ?? 0
        let all = (0..<runs).flatMap { run in
            trials.indices.filter { run < trials[$0].runs }
        }
        var waiting = all.makeIterator()
        var complaints: [Int: [String]] = [:]
        var findings = Findings()
        try await withThrowingTaskGroup(of: (Int, String?).self) { group in
            func startNext() {
                guard let index = waiting.next() else { return }
                group.addTask { (index, try await complaint(about: trials[index])) }
            }
            for _ in 0..<width { startNext() }
            while let (index, complaint) = try await group.next() {
                findings.gradings += 1
                if let complaint { complaints[index, default: []].append(complaint) }
                progress(findings.gradings, all.count, trials[index].name)
                startNext()
            }
        }
        for (index, texts) in complaints.sorted(by: { $0.key < $1.key }) {
            let trial = trials[index]
            findings.wrong += texts.count
            let isChanging = texts.count < trial.runs
            findings.changed += isChanging ? 1 : 0
            let share = isChanging ? " (in \(texts.count) of \(trial.runs) runs)" : ""
            findings.problems.append(Problem(subject: trial.name, message: texts[0] + share))
        }
        findings.problems.sort { $0.subject < $1.subject }
        return findings
    }

    /// What one run of `trial` refutes; nil when it is as promised.
    private func complaint(about trial: Trial) async throws -> String? {
        let file = trial.exercise.path(trial.part, trial.track)
        let report = try await bench.grade(
            trial.exercise, trial.track, path: "\(bench.course.root)/\(file)",
            shownAs: trial.exercise.fileName(trial.track), seed: .readableSeed)
        return trial.complaint(about: report)
    }
}
