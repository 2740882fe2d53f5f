import Course
import Grading
import Testing

@testable import routelings

/// What `course check` says of a promise that is not kept: which one, and what happened instead.
@Suite struct ProvingTests {
    private static let position = SourcePosition(file: "exercise.yaml", line: 1, column: 1)

    private func trial(_ part: Exercise.Part) -> Trial {
        let check = Check(
            id: "V1", title: "t", category: .validation, steps: [], position: Self.position)
        let exercise = Exercise(
            id: "path-params", title: "t", unit: 2, place: 1, mode: .fill, tracks: [.fastapi],
            task: MarkedText(parts: []), checks: [check], hints: [],
            mutants: [Mutant(id: "M3", cause: "c", fails: "V1", position: Self.position)],
            folder: "exercises/02-routing/path-params", position: Self.position)
        return Trial(exercise: exercise, track: .fastapi, part: part, runs: 1)
    }

    private func report(_ verdict: Verdict, mutants: [String] = [], path: String = "$.status")
        -> Report
    {
        let difference = Difference(
            path: ObservationPath(path) ?? ObservationPath([]), expected: 422, actual: 200)
        let finding = Finding(difference: difference, diagnosis: "Because.", mutants: mutants)
        let check = CheckReport(
            id: "V1", title: "t", category: .validation, verdict: verdict, maxPoints: 1, needs: [],
            request: nil, curl: "", milliseconds: 1, findings: verdict == .fail ? [finding] : [])
        return Report(
            exercise: "path-params", track: .fastapi, file: "app.py", verdict: verdict, seed: 7,
            milliseconds: 1, checks: [check])
    }

    private func said(_ part: Exercise.Part, _ report: Report) -> String? {
        let trial = trial(part)
        return trial.complaint(about: report).map { "\(trial.name): \($0)" }
    }

    @Test func namesExerciseTrackMutantAndCheck() {
        #expect(
            said(.mutant("M3"), report(.pass))
                == "path-params, fastapi, mutant M3: expected V1 to fail, but all checks passed: "
                + "make the mutant wrong, or let V1 look for what is")
        #expect(
            said(.mutant("M3"), report(.fail, mutants: ["M1"]))
                == "path-params, fastapi, mutant M3: expected V1 to say the diagnosis of M3, "
                + "but it said that of M1: Because.")
        #expect(said(.mutant("M3"), report(.fail, mutants: ["M1", "M3"])) == nil)
    }

    @Test func aStarterHasToFailAndASolutionToPass() {
        #expect(
            said(.starter, report(.pass))
                == "path-params, fastapi, starter: expected some check to fail, "
                + "but all checks passed")
        #expect(
            said(.solution, report(.fail))
                == "path-params, fastapi, solution: expected to pass, but V1 failed ($.status: "
                + "expected 422, actual 200; Because.) with seed 7")
        #expect(said(.solution, report(.pass)) == nil)
    }

    private static let exchange = Lesson.Transcript.Exchange(
        command: "get /", line: 20, status: 404, reason: "NOT FOUND",
        headers: [.init(name: "a", value: "1"), .init(name: "b", value: "2")], body: "{\"x\": 1}")

    private static let answer = Answer(
        status: 404, reason: "NOT FOUND",
        headers: [.init(name: "A", value: "1"), .init(name: "B", value: "2")],
        body: Array("{\"x\":1}".utf8), clientPort: 1, duration: .zero)

    @Test func aTranscriptIsComparedLineByLine() {
        let lines = { (change: (inout Answer) -> Void) -> Int? in
            var answer = Self.answer
            change(&answer)
            return LessonProver.complaint(about: Self.exchange, answered: answer)?.line
        }
        #expect(lines { _ in } == nil)
        #expect(lines { $0.status = 200 } == 21)
        #expect(lines { $0.reason = "Not Found" } == 21)
        #expect(lines { $0.headers[0].value = "0" } == 22)
        #expect(lines { $0.headers[1].value = "0" } == 23)
        #expect(lines { $0.body = Array("{}".utf8) } == 25)
    }
}
