import ArgumentParser
import Course
import Foundation
import Grading
import Hosting
import Terminal

/// `routelings course`: for those who write courses.
struct CourseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "course", abstract: "Write a course: prove it, add to it.",
        subcommands: [CourseCheckCommand.self, CourseNewCommand.self])
}

/// `routelings course check`: proves that a course keeps what it promises.
struct CourseCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Prove that starters fail, solutions pass and mutants get their diagnosis.")

    @Argument(help: "The course's folder.") var directory: String?
    @Option(help: "Only this exercise.") var exercise: String?
    @Option(help: "Only this track.") var track: Track?
    @Option(help: "How many runs of each file, with different seeds.") var runs = 5
    @OptionGroup var python: PythonOptions
    @Option(help: "text or json.") var format = OutputFormat.text

    func validate() throws {
        guard (1...1_000).contains(runs) else {
            throw ValidationError("--runs is \(runs): give a number from 1 to 1000.")
        }
    }

    func run() async throws {
        try await reportingFailures {
            var options = CourseOptions()
            options.course = directory
            let start = ContinuousClock.now
            let outcome = try await outcome(options)
            let spent = (ContinuousClock.now - start).milliseconds
            try emit(format == .json ? json(outcome, spent) : text(outcome, spent))
            if !outcome.problems.isEmpty { throw ExitCode.learnerFailure }
        }
    }

    /// What cannot be read is a problem of the course's like any other.
    private func outcome(_ options: CourseOptions) async throws -> Outcome {
        do {
            let course = try options.read(for: exercise)
            if let exercise, course.exercise(exercise) == nil {
                // It may be in a folder that could not be read as a unit.
                _ = try options.read()
                throw noExercise(exercise, in: course)
            }
            let misplaced = course.misplacedPointers(in: exercise)
            guard misplaced.isEmpty else { throw CourseError.problems(misplaced) }
            return try await prove(course)
        } catch CourseError.problems(let problems) {
            return Outcome(
                problems: problems.map { problem in
                    let subject = "\(problem.position)"
                    let text = problem.description.dropFirst(subject.count + 2)
                    return Prover.Problem(subject: subject, message: String(text))
                })
        }
    }

    private func noExercise(_ id: String, in course: Course) -> ValidationError {
        let near = Suggestion.nearest(to: id, among: course.exercises.map(\.id))
        return ValidationError(
            "There is no exercise \(id)." + (near.map { " Did you mean \($0)?" } ?? ""))
    }

    private struct Outcome {
        var problems: [Prover.Problem] = []
        var trials = 0
        var lessons = 0
        var gradings = 0
        var wrong = 0
        var changed = 0
    }

    private func prove(_ course: Course) async throws -> Outcome {
        let trials = Trial.all(of: course, exercise: exercise, track: track, runs: runs)
        let lessons = exercise == nil ? course.lessons : []
        guard !trials.isEmpty || !lessons.isEmpty else {
            throw ValidationError(
                "Nothing can be proved: \(exercise ?? "the course") has nothing"
                    + (track.map { " for \($0.rawValue)" } ?? "")
                    + ". `routelings list` shows what there is.")
        }
        let meter = StandardErrorProgress()
        let interpreter = try await PythonSetup(explicit: python.python, folders: Folders())
            .interpreter(announcing: meter)
        let needsSwift =
            trials.contains { $0.track == .swift }
            || (track == nil || track == .swift) && lessons.contains { $0.hasExamples(in: .swift) }
        let swift = needsSwift ? SwiftSetup(Folders()) : nil
        let configuration = HostConfiguration(interpreter: interpreter, swiftKit: swift?.kit)
        return try await AppHost.withHost(configuration) { host in
            try await swift?.prepare(host, announcing: meter)
            let bench = Bench(host: host, course: course, swift: swift)
            var outcome = Outcome(trials: trials.count)
            let found = try await Prover(bench: bench).findings(in: trials) { done, all, name in
                meter.show(done, of: all + lessons.count, name)
            }
            (outcome.problems, outcome.gradings) = (found.problems, found.gradings)
            (outcome.wrong, outcome.changed) = (found.wrong, found.changed)
            for lesson in lessons {
                outcome.lessons += 1
                meter.show(
                    found.gradings + outcome.lessons, of: found.gradings + lessons.count,
                    lesson.file)
                outcome.problems += try await LessonProver(bench: bench).problems(
                    in: lesson, track)
            }
            meter.finish()
            return outcome
        }
    }

    private func text(_ outcome: Outcome, _ milliseconds: Double) -> String {
        let lines = outcome.problems.map { "\($0.subject): \($0.message)" }
        let noun = outcome.lessons == 1 ? "lesson" : "lessons"
        let lessons = outcome.lessons > 0 ? " and \(outcome.lessons) \(noun)" : ""
        let what = "\(outcome.trials) starters, solutions and mutants\(lessons)"
        let seconds = (milliseconds / 100).rounded() / 10
        let end =
            lines.isEmpty
            ? "\(what) are as promised (\(seconds) s)"
            : "\(lines.count == 1 ? "1 problem" : "\(lines.count) problems") in \(what) (\(seconds) s)"
        let tally =
            "\(outcome.gradings) gradings: \(outcome.wrong) wrong verdicts, "
            + "\(outcome.changed) that changed between runs"
        return (lines + (runs > 1 ? [tally] : []) + [end]).joined(separator: "\n")
    }

    private struct Document: Encodable {
        var schema = 1
        var verdict: Verdict
        var trials: Int
        var lessons: Int
        var runs: Int
        var gradings: Int
        var wrong: Int
        var changed: Int
        var milliseconds: Double
        var problems: [Prover.Problem]
    }

    private func json(_ outcome: Outcome, _ milliseconds: Double) throws -> String {
        try prettyJSON(
            Document(
                verdict: outcome.problems.isEmpty ? .pass : .fail, trials: outcome.trials,
                lessons: outcome.lessons, runs: runs, gradings: outcome.gradings,
                wrong: outcome.wrong, changed: outcome.changed,
                milliseconds: (milliseconds * 10).rounded() / 10, problems: outcome.problems))
    }
}
