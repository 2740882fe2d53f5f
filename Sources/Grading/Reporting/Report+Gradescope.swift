import Course
package import Foundation

extension Report {
    /// The report as the `results.json` of a Gradescope autograder, or nil where it could not be
    /// graded: then there must be no score at all.
    package func gradescope(runs: [Report] = []) throws -> Data? {
        guard error == nil else { return nil }
        return try Data(encoding: GradescopeResults(self, runs: runs))
    }
}

/// The members of Gradescope's format that are used here.
private struct GradescopeResults: Encodable {
    struct Test: Encodable {
        var name: String
        var number: String
        var score: Int
        var max_score: Int
        var status: String
        var output: String
        var tags: [String]
    }

    var score: Int
    var execution_time: Double
    var output: String
    var tests: [Test]

    init(_ report: Report, runs: [Report]) {
        score = report.points
        execution_time = report.milliseconds / 1_000
        output =
            "\(report.exercise) in \(report.track.title), seed \(report.seed)"
            + (runs.isEmpty ? "" : ", \(runs.passed) of \(runs.count) runs passed")
        tests = report.checks.map { check in
            Test(
                name: check.title, number: check.id, score: check.points,
                max_score: check.maxPoints, status: check.verdict == .pass ? "passed" : "failed",
                output: check.skipReason.map { "skipped: \($0)" }
                    ?? (check.verdict == .pass ? "" : check.account),
                tags: [check.category.rawValue])
        }
    }
}
