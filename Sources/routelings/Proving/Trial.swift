import Course
import Grading

/// One thing that a course promises of an exercise, and that running it can refute.
struct Trial: Sendable {
    var exercise: Exercise
    var track: Track
    var part: Exercise.Part
    /// How many runs with different seeds must agree.
    var runs: Int

    /// All trials of `course`, optionally of one exercise or track.
    static func all(
        of course: Course, exercise: String?, track: Track?, runs: Int
    ) -> [Trial] {
        let exercises = course.exercises.filter { exercise == nil || $0.id == exercise }
        return exercises.flatMap { exercise in
            let tracks = exercise.tracks.filter { track == nil || $0 == track }
            return tracks.flatMap { track in
                [Trial(exercise: exercise, track: track, part: .starter, runs: runs)]
                    + [Trial(exercise: exercise, track: track, part: .solution, runs: runs)]
                    + exercise.mutants(for: track).map {
                        Trial(exercise: exercise, track: track, part: .mutant($0.id), runs: runs)
                    }
            }
        }
    }

    /// The trial as people call it, such as `path-params, fastapi, mutant M3`.
    var name: String {
        let part =
            switch part {
            case .starter: "starter"
            case .solution: "solution"
            case .mutant(let id): "mutant \(id)"
            }
        return "\(exercise.id), \(track.rawValue), \(part)"
    }

    /// What `report` refutes; nil when it is as the course promises.
    func complaint(about report: Report) -> String? {
        if report.verdict == .error {
            return "the grader failed: \(report.error?.message ?? "no reason given")"
        }
        switch part {
        case .starter:
            // A typed language may say what is missing before the program runs: at a line of the file.
            if report.didNotStart, !report.didNotCompile {
                return "expected to start and fail a check, but \(failures(in: report))"
            }
            return report.verdict == .fail
                ? nil : "expected some check to fail, but all checks passed"
        case .solution:
            return report.verdict == .pass ? nil : "expected to pass, but \(failures(in: report))"
        case .mutant(let id):
            guard let mutant = exercise.mutants.first(where: { $0.id == id }) else { return nil }
            return complaint(about: report, mutant)
        }
    }

    private func complaint(about report: Report, _ mutant: Mutant) -> String? {
        if report.verdict == .pass {
            return "expected \(mutant.fails) to fail, but all checks passed: "
                + "make the mutant wrong, or let \(mutant.fails) look for what is"
        }
        if mutant.fails == "start" {
            guard report.didNotStart else {
                return "expected not to start, but \(failures(in: report))"
            }
            return report.isUnexplained
                ? "expected an explanation, but got the compiler's words only: "
                    + (report.checks.first?.findings.first?.diagnosis ?? "")
                : nil
        }
        guard let check = report.checks.first(where: { $0.id == mutant.fails }) else { return nil }
        guard check.verdict == .fail, let finding = check.findings.first else {
            return "expected \(mutant.fails) to fail, but it was \(check.verdict.rawValue) "
                + "and \(failures(in: report))"
        }
        guard finding.mutants.contains(mutant.id) else {
            return "expected \(mutant.fails) to say the diagnosis of \(mutant.id), but it said "
                + "\(finding.mutants.first.map { "that of \($0)" } ?? "none of the exercise's"): "
                + "\(finding.diagnosis ?? "nothing")"
        }
        return nil
    }

    private func failures(in report: Report) -> String {
        let failed = report.checks.filter { $0.verdict == .fail }
        guard !failed.isEmpty else { return "no check failed" }
        return failed.map { check in
            let finding = check.findings.first
            let seen = finding.map {
                " (\($0.difference.path): expected \($0.difference.expected.text), "
                    + "actual \($0.difference.actual?.text ?? "nothing")"
                    + ($0.diagnosis.map { "; \($0)" } ?? "") + ")"
            }
            return "\(check.id) failed\(seen ?? "")"
        }.joined(separator: ", ") + " with seed \(report.seed)"
    }
}

extension Report {
    /// Whether the compiler refused the file, and said where.
    fileprivate var didNotCompile: Bool {
        guard let finding = checks.first?.findings.first else { return false }
        return finding.difference.actual == "compile" && finding.place != nil
    }

    /// Whether the compiler refused the file, and we have nothing to add to what it says.
    ///
    /// Only the compiler names a column; what the linker misses is always told in words of ours.
    fileprivate var isUnexplained: Bool {
        guard didNotCompile, let text = checks.first?.findings.first?.diagnosis else {
            return false
        }
        return text.contains(#/^Line \d+, column /#) && !text.contains("\nThe compiler: ")
    }

    /// Whether the app never came up.
    fileprivate var didNotStart: Bool {
        checks.first?.findings.first?.difference.path.description == "$.start"
    }
}

extension Exercise {
    /// The mutants that `track` has.
    func mutants(for track: Track) -> [Mutant] {
        mutants.filter { $0.tracks.isEmpty || $0.tracks.contains(track) }
    }
}
