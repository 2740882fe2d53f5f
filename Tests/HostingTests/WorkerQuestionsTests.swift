import NIOCore
import NIOEmbedded
import Testing

@testable import Hosting

/// What is asked of a worker that answers late, or never.
@Suite struct WorkerQuestionsTests {
    private let loop = EmbeddedEventLoop()

    private func questions() -> WorkerQuestions {
        WorkerQuestions(loop: loop, ask: { _, _ in }, askForDump: {})
    }

    /// The lines that were answered by now: none while the question is open.
    private final class Answers {
        var lines: [Int?] = []
    }

    /// Asks where a request stands; the worker is silent until its loop should have answered.
    private func answers(of questions: WorkerQuestions) -> Answers {
        let answers = Answers()
        questions.locate(1).assumeIsolated().whenSuccess { answers.lines.append($0?.line) }
        loop.advanceTime(by: .milliseconds(150))
        return answers
    }

    @Test func aLateAnswerCountsWhereTheDumpSaysNothing() {
        let questions = questions()
        let answers = answers(of: questions)
        #expect(questions.expectsDump)
        questions.dumped { nil }
        loop.advanceTime(by: .milliseconds(500))
        #expect(answers.lines.isEmpty)
        questions.stands(1, at: .init(file: "app.py", line: 3))
        #expect(answers.lines == [3])
    }

    @Test func aDumpTellsWhatHoldsTheWorkersLoop() {
        let questions = questions()
        let answers = answers(of: questions)
        questions.dumped { .init(file: "app.py", line: 3) }
        loop.advanceTime(by: .milliseconds(25))
        #expect(answers.lines == [3])
    }

    @Test(arguments: [true, false]) func thatNobodyAnswersIsAnAnswerInTheEnd(dumps: Bool) {
        let questions = questions()
        let answers = answers(of: questions)
        if dumps { questions.dumped { nil } }
        loop.advanceTime(by: .seconds(1))
        #expect(answers.lines == [nil])
    }
}
