import Course
import Foundation
import Grading

/// Runs the checks that a learner wrote against apps of the course that are right or wrong.
struct CheckExaminer: Examiner {
    let bench: Bench
    let subject: Subject
    let learners: LearnersChecks

    func examine(_ name: String, shuffled: Bool) async throws -> Examined {
        let path = "\(bench.course.root)/\(subject.exercise.folder)/servers/\(name).py"
        let source = try FileText.read(path)
        var inner = subject
        inner.track = Track.imported(by: source) ?? subject.track
        inner.source = source
        inner.exercise.variables = learners.variables
        inner.exercise.checks =
            shuffled ? learners.checks.reversedWithinNeeds : learners.checks
        let (report, requests) = try await bench.run(inner, path)
        if let error = report.error { throw error }
        return Examined(
            verdict: report.verdict, requests: requests,
            failed: report.checks.filter { $0.verdict == .fail }.map(\.id))
    }
}

/// What a file of checks is hosted as: nothing.
///
/// It can be wrong by itself all the same.
struct NothingHosted: AppUnderTest {
    let problem: CourseProblem?

    var ports: [Int] { [] }

    func startFailure() async throws -> FailedStart? {
        problem.map {
            FailedStart(
                message: "Line \($0.position.line): \($0.message).", line: $0.position.line,
                column: $0.position.column, kind: "syntax")
        }
    }

    func routes() async -> [String] { [] }
    func testimony(of clientPorts: [Int]) async throws -> Testimony { Testimony(exchanges: []) }
    func scratchFiles() async -> [String: String] { [:] }
    func notes() async -> [String] { [] }

    func carryOut(_ order: AppOrder) async throws -> FailedStart? {
        throw GraderFailure(kind: "course", message: "A file of checks is no app to be restarted.")
    }
}
