import Course
import Progress
import Testing

@testable import Tutor

/// An exercise whose lines are put in order.
@Suite struct SessionLinesTests {
    private func sessionWithLines() -> Session {
        var course = SmallCourse.course
        let parsons = Parsons(before: [], hole: "# ____", after: [], pool: ["a", "b", "c"])
        course.exercises[0].mode = .parsons
        course.exercises[0].parsons = [.fastapi: parsons]
        return Session(
            course: course, track: .fastapi, place: .start, standing: Standing(),
            playBase: "http://127.0.0.1:1", readFile: { _ in [] })
    }

    private func arranged(_ effects: [Effect]) -> [Int]? {
        effects.compactMap { if case .arrange(_, _, let numbers) = $0 { numbers } else { nil } }
            .first
    }

    @Test func linesAreShownOnOpeningAndPutInOrderByNumber() {
        var session = sessionWithLines()
        let opened = session.handle(.line("exercise alpha"))
        #expect(opened.contains { if case .showLines = $0 { true } else { false } })
        #expect(arranged(session.handle(.line("arrange 3, 1 2"))) == [3, 1, 2])
        #expect(arranged(session.handle(.line("arrange 2"))) == [2])
        let shown = session.handle(.line("arrange"))
        #expect(shown.contains { if case .showLines = $0 { true } else { false } })
    }

    @Test(arguments: [
        ("arrange 4", "`4` is no line's number"), ("arrange 0", "`0` is no line's number"),
        ("arrange x", "`x` is no line's number"), ("arrange 1 1", "Line 1 stands there twice"),
    ])
    func numbersThatAreNoLinesAreRefused(line: String, said: String) {
        var session = sessionWithLines()
        _ = session.handle(.line("exercise alpha"))
        let effects = session.handle(.line(line))
        #expect(texts(effects).contains(said))
        #expect(arranged(effects) == nil)
    }

    @Test func whereThereAreNoLinesArrangeSaysSo() {
        var session = sessionWithLines()
        #expect(texts(session.handle(.line("arrange 1"))).contains("No exercise is open"))
        _ = session.handle(.line("exercise beta"))
        #expect(texts(session.handle(.line("arrange 1"))).contains("has no lines to arrange"))
    }
}
