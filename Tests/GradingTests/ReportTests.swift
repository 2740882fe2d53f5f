import Course
import Foundation
import Testing

@testable import Grading

/// What reports tell, and what they must not tell.
@Suite struct ReportTests {
    private static let request = Request(method: "GET", target: "/secret-path")

    private func failed(
        _ id: String, diagnosis: String? = "Because.", line: Int? = nil
    ) -> CheckReport {
        let difference = Difference(
            path: ObservationPath([.member("status")]), expected: 200, actual: 500)
        let place = line.map { SourcePlace(file: "app.py", line: $0, text: "return") }
        return CheckReport(
            id: id, title: "GET \(id)", category: .other, verdict: .fail, maxPoints: 2, needs: [],
            request: Self.request, curl: "curl -i http://127.0.0.1/", milliseconds: 1,
            findings: [Finding(difference: difference, diagnosis: diagnosis, place: place)])
    }

    private func report(_ checks: [CheckReport], seed: UInt64 = 4_711) -> Report {
        let passes = checks.allSatisfy { $0.verdict == .pass || $0.isOptional }
        return Report(
            exercise: "x", track: .flask, file: "app.py", verdict: passes ? .pass : .fail,
            seed: seed, milliseconds: 1, checks: checks)
    }

    /// Every format's text.
    private func everyFormat(_ report: Report, runs: [Report] = []) throws -> [String] {
        [
            String(decoding: try report.json(runs: runs), as: UTF8.self), report.junit(runs: runs),
            report.tap(runs: runs), report.githubAnnotations(path: "app.py", runs: runs),
            report.markdownSummary(runs: runs),
            String(decoding: try report.gradescope(runs: runs) ?? Data(), as: UTF8.self),
        ]
    }

    @Test func failuresOfOneCauseStandTogether() {
        let checks = [
            failed("R1", diagnosis: "A.", line: 3), failed("R2", diagnosis: "B."),
            failed("R3", diagnosis: "A.", line: 3), failed("R4", diagnosis: "A.", line: 4),
            failed("R5", diagnosis: nil), failed("R6", diagnosis: nil),
        ]
        let causes = report(checks).causes.map { $0.map(\.id) }
        #expect(causes == [["R1", "R3"], ["R2"], ["R4"], ["R5"], ["R6"]])
    }

    @Test func whatIsOptionalFailsNobody() throws {
        var check = failed("R1")
        check.isOptional = true
        check.maxPoints = 0
        let report = report([check])
        #expect(report.causes.isEmpty)
        #expect(report.junit().contains("failures=\"0\""))
        #expect(report.tap().contains("# TODO optional"))
        #expect(!report.githubAnnotations(path: "app.py").contains("::error"))
        #expect(try everyFormat(report)[0].contains("\"optional\" : true"))
    }

    @Test func allOrNothingGivesNoPointsForAPart() {
        var passing = failed("R1")
        (passing.verdict, passing.findings) = (.pass, [])
        var whole = report([passing, failed("R2")])
        #expect(whole.points == 2)
        whole.isAllOrNothing = true
        #expect(whole.points == 0)
        #expect(whole.maxPoints == 4)
    }

    @Test func everyFormatSaysTheSeedAndTheRuns() throws {
        var passing = failed("R1")
        (passing.verdict, passing.findings) = (.pass, [])
        let runs = [report([failed("R1")]), report([passing], seed: 5), report([passing], seed: 6)]
        for text in try everyFormat(runs[0], runs: runs) { #expect(text.contains("4711")) }
        #expect(runs[0].junit(runs: runs).contains("name=\"runsPassed\" value=\"2\""))
        #expect(runs[0].tap(runs: runs).contains("# 2 of 3 runs passed"))
        #expect(runs[0].githubAnnotations(path: "a", runs: runs).contains("2 of 3 runs passed"))
    }

    @Test func whatEarlierAnswersGaveIsTold() throws {
        var check = failed("R1")
        check.captured = ["id": 7]
        let texts = try everyFormat(report([check]))
        #expect(texts[0].contains("\"id\" : 7"))
        #expect(texts[1].contains("with id = 7"))
    }
}
