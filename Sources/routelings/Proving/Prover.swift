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

    /// What the trials refute; `progress` is called with how many are done and the last one's name.
    func problems(
        in trials: [Trial], progress: @escaping @Sendable (Int, String) -> Void
    ) async throws -> [Problem] {
        let seeds = trials.map { trial in (0..<trial.runs).map { _ in UInt64.readableSeed } }
        var problems: [Problem] = []
        var waiting = zip(trials, seeds).makeIterator()
        try await withThrowingTaskGroup(of: (Trial, [Problem]).self) { group in
            func startNext() {
                guard let (trial, seeds) = waiting.next() else { return }
                group.addTask { (trial, try await self.problems(in: trial, seeds)) }
            }
            for _ in 0..<width { startNext() }
            var done = 0
            while let (trial, found) = try await group.next() {
                done += 1
                problems += found
                progress(done, trial.name)
                startNext()
            }
        }
        return problems.sorted { $0.subject < $1.subject }
    }

    private func problems(in trial: Trial, _ seeds: [UInt64]) async throws -> [Problem] {
        let file = trial.exercise.path(trial.part, trial.track)
        for seed in seeds {
            let report = try await bench.grade(
                trial.exercise, trial.track, path: "\(bench.course.root)/\(file)",
                shownAs: trial.track.fileName, seed: seed)
            if let complaint = trial.complaint(about: report) {
                return [Problem(subject: trial.name, message: complaint)]
            }
        }
        return []
    }
}
