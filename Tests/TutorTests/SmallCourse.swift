import Course
import Grading
import Progress

@testable import Tutor

/// A course that fits into a test.
enum SmallCourse {
    private static let position = SourcePosition(file: "x", line: 1, column: 1)

    /// An exercise of one check and three hints.
    static func exercise(
        _ id: String, unit: UnitNumber, place: Int, tracks: [Track] = Track.allCases
    ) -> Exercise {
        Exercise(
            id: id, title: "Title of \(id)", unit: unit, place: place, mode: .fix, tracks: tracks,
            task: MarkedText(parts: [.init(markdown: "Do it.")]),
            checks: [
                Check(
                    id: "R1", title: "t", category: .routing, points: 2,
                    steps: [Step(request: .init(method: "GET", target: "/"), expectations: [])],
                    position: position)
            ],
            hints: [ByTrack(common: "one"), ByTrack(common: "two"), ByTrack(common: "three")],
            mutants: [], folder: "exercises/\(id)", position: position)
    }

    private static let question = Lesson.Question(
        id: "q", kind: .predict, prompt: "What?",
        choices: [.init(text: "wrong", isRight: false), .init(text: "right", isRight: true)],
        explanation: "Because.")

    private static let app = Lesson.Example(name: "a", track: .fastapi, source: "The listing.")

    /// One lesson with a listing and a question, and three exercises.
    static let course = Course(
        root: "/",
        lessons: [
            Lesson(
                number: 1, id: "01-first", title: "First", objectives: ["see"],
                blocks: [
                    .init(content: .markdown("Opening."), position: position),
                    .init(content: .example(app), position: position),
                    .init(content: .question(question), position: position),
                    .init(content: .markdown("Closing."), position: position),
                ], file: "lessons/01-first.md")
        ],
        exercises: [
            exercise("alpha", unit: 1, place: 1), exercise("beta", unit: 1, place: 2),
            exercise("gamma", unit: 2, place: 1, tracks: [.fastapi]),
        ])

    /// Somebody in it, at the start.
    static func session(track: Track? = .fastapi, place: Place = .start) -> Session {
        Session(
            course: course, track: track, place: place, standing: Standing(),
            playBase: "http://127.0.0.1:1", readFile: { _ in [] })
    }

    /// What a check of an exercise came to.
    static func report(_ verdict: Verdict, exercise: String = "alpha") -> Report {
        Report(
            exercise: exercise, track: .fastapi, file: "app.py", verdict: verdict, seed: 1,
            milliseconds: 1,
            checks: [
                CheckReport(
                    id: "R1", title: "t", category: .routing,
                    verdict: verdict == .pass ? .pass : .fail, maxPoints: 2, needs: [],
                    request: Request(method: "GET", target: "/"), curl: "", milliseconds: 1)
            ])
    }
}

/// All that is told in words.
func texts(_ effects: [Effect]) -> String {
    effects.map { effect in
        switch effect {
        case .show(.markdown(let text)), .show(.notice(let text)), .show(.trouble(let text)):
            text
        default: ""
        }
    }.joined(separator: "\n")
}

/// The exercise that is opened.
func opened(_ effects: [Effect]) -> String? {
    effects.compactMap { if case .open(let exercise, _) = $0 { exercise.id } else { nil } }
        .first
}
