import Course
import Grading
import Progress
import Testing

@testable import Tutor

@Suite struct SessionTests {
    private static let position = SourcePosition(file: "x", line: 1, column: 1)

    private static func exercise(
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

    private static let course = Course(
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

    private func session(track: Track? = .fastapi, place: Place = .start) -> Session {
        Session(
            course: Self.course, track: track, place: place, standing: Standing(),
            playBase: "http://127.0.0.1:1", readFile: { _ in [] })
    }

    private func report(_ verdict: Verdict, exercise: String = "alpha") -> Report {
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

    private func texts(_ effects: [Effect]) -> String {
        effects.map { effect in
            switch effect {
            case .show(.markdown(let text)), .show(.notice(let text)), .show(.trouble(let text)):
                text
            default: ""
            }
        }.joined(separator: "\n")
    }

    private func opened(_ effects: [Effect]) -> String? {
        effects.compactMap { if case .open(let exercise, _) = $0 { exercise.id } else { nil } }
            .first
    }

    @Test func theEndOfALessonSaysWhatNextOpens() {
        var session = session()
        _ = session.handle(.line("lesson 1"))
        #expect(texts(session.handle(.line("next"))).contains("`next` opens its first exercise"))
    }

    @Test func theEndOfALessonSaysWhoseItsExercisesAre() {
        var course = Self.course
        course.exercises = [Self.exercise("delta", unit: 1, place: 1, tracks: [.flask])]
        var session = Session(
            course: course, track: .swift, place: .start, standing: Standing(),
            playBase: "http://127.0.0.1:1", readFile: { _ in [] })
        _ = session.handle(.line("lesson 1"))
        let end = texts(session.handle(.line("next")))
        #expect(end.contains("in other tracks, such as `track flask`"))
    }

    @Test func asksForATrackOnceAndTakesAPrefix() {
        var session = session(track: nil)
        #expect(texts(session.handle(.started(isInteractive: true))).contains("Which framework"))
        #expect(texts(session.handle(.line("django"))).contains("`django` is no track"))
        _ = session.handle(.line("fl"))
        #expect(session.track == .flask)
    }

    @Test func takesFastAPIWhereNobodyCanBeAsked() {
        var session = session(track: nil)
        _ = session.handle(.started(isInteractive: false))
        #expect(session.track == .fastapi)
    }

    @Test func nextReadsTheLessonThenOpensItsExercisesThenTheNextUnit() {
        var session = session()
        #expect(texts(session.handle(.line("next"))).contains("Opening."))
        let closing = session.handle(.line("next"))
        #expect(texts(closing).contains("Closing."))
        #expect(opened(session.handle(.line("next"))) == "alpha")
        #expect(opened(session.handle(.line("n"))) == "beta")
        _ = session.handle(.line("back"))
        #expect(session.place == .exercise("alpha"))
    }

    @Test func questionsAreAnsweredOnce() {
        var session = session()
        _ = session.handle(.line("lesson 1"))
        #expect(texts(session.handle(.line("answer z"))).contains("no choice here"))
        #expect(texts(session.handle(.line("answer a"))).contains("Not quite"))
        #expect(texts(session.handle(.line("answer b"))).contains("No question waits"))
        _ = session.handle(.line("lesson 1"))
        #expect(texts(session.handle(.line("answer b"))).contains("Right.** Because."))
    }

    @Test func missedQuestionsComeBackUntilTheyAreAnsweredRight() {
        var session = session()
        #expect(texts(session.handle(.line("review"))).contains("Nothing to review"))
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("answer a"))
        _ = session.handle(.line("exercise alpha"))
        let again = texts(session.handle(.line("review")))
        #expect(again.contains("The listing.") && again.contains("What?"))
        #expect(!again.contains("Opening."))
        #expect(texts(session.handle(.line("answer b"))).contains("Right."))
        #expect(texts(session.handle(.line("review"))).contains("Nothing to review"))
    }

    @Test func aColdPassOfTheLastExerciseMakesTheEarlierOnesOptional() {
        var session = session()
        session.standing["beta", .fastapi].isPassed = true
        #expect(session.overview[0].exercises.map(\.isOptional) == [true, false])
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("next"))
        #expect(opened(session.handle(.line("next"))) == "alpha")
        session.standing["beta", .fastapi].hints = 1
        #expect(session.overview[0].exercises.map(\.isOptional) == [false, false])
    }

    @Test func exercisesThatTookTheThirdHintComeBack() {
        var session = session()
        session.standing["beta", .fastapi].hints = 3
        #expect(texts(session.handle(.line("review"))).contains("`exercise beta`"))
    }

    @Test func comparesTheLastRequestInAllTracks() {
        var session = session(place: .exercise("alpha"))
        _ = session.handle(.line("get /a"))
        guard
            case .compare(let exercise, .one(let request))? = session.handle(.line("compare")).first
        else {
            Issue.record("the last request is compared")
            return
        }
        #expect(exercise.id == "alpha")
        #expect(request.target == "/a")
        _ = session.handle(.line("exercise gamma"))
        #expect(texts(session.handle(.line("compare"))).contains("one track only"))
    }

    @Test func anUnknownExerciseGetsASuggestion() {
        var session = session()
        #expect(texts(session.handle(.line("exercise alpah"))).contains("Did you mean `alpha`?"))
        #expect(opened(session.handle(.line("exercise al"))) == "alpha")
    }

    @Test func anExerciseOfAnotherTrackSaysWhichTrack() {
        var session = session(track: .flask)
        #expect(texts(session.handle(.line("exercise gamma"))).contains("`track fastapi` first"))
    }

    @Test func aSaveChecksAndPassingDoesNotAdvance() {
        var session = session(place: .exercise("alpha"))
        _ = session.handle(.started(isInteractive: true))
        guard case .check(let exercise, .fastapi)? = session.handle(.saved).first else {
            Issue.record("a save is checked")
            return
        }
        #expect(exercise.id == "alpha")
        _ = session.handle(.checked(report(.pass)))
        #expect(session.standing["alpha", .fastapi].isPassed)
        #expect(session.place == .exercise("alpha"))
    }

    @Test func anErrorOfTheGraderCountsAsNoAttempt() {
        var session = session(place: .exercise("alpha"))
        _ = session.handle(.checked(report(.error)))
        #expect(session.standing["alpha", .fastapi].attempts == 0)
    }

    @Test func theSameFailureThreeTimesOffersAHint() {
        var session = session(place: .exercise("alpha"))
        let offers = (1...4).map { _ in
            session.handle(.checked(report(.fail))).contains {
                if case .show(.report(_, _, let offersHint)) = $0 { offersHint } else { false }
            }
        }
        #expect(offers == [false, false, true, false])
    }

    @Test func hintsOpenOneByOneAfterAnEditOrAMinute() {
        var session = session(place: .exercise("alpha"))
        let start = ContinuousClock.now
        #expect(texts(session.handle(.line("hint"), at: start)).contains("Hint 1 of 3"))
        #expect(texts(session.handle(.line("hint"), at: start)).contains("opens after an edit"))
        _ = session.handle(.saved, at: start)
        #expect(texts(session.handle(.line("hint"), at: start)).contains("Hint 2 of 3"))
        let later = start + .seconds(61)
        #expect(texts(session.handle(.line("hint"), at: later)).contains("Hint 3 of 3"))
        #expect(texts(session.handle(.line("hint"), at: later)).contains("last hint"))
    }

    @Test func theSolutionOpensAfterThreeHintsAndAYes() {
        var session = session(place: .exercise("alpha"))
        #expect(texts(session.handle(.line("solution yes"))).contains("after 3 more hints"))
        session.standing["alpha", .fastapi].hints = 3
        #expect(texts(session.handle(.line("solution"))).contains("`solution yes` shows it"))
        let effects = session.handle(.line("solution yes"))
        #expect(effects.contains { if case .remember(.solutionSeen) = $0 { true } else { false } })
        #expect(session.standing["alpha", .fastapi].hasSeenSolution)
    }

    @Test func resetAsksFirst() {
        var session = session(place: .exercise("alpha"))
        #expect(texts(session.handle(.line("reset"))).contains("`reset yes`"))
        guard case .reset? = session.handle(.line("reset yes")).first else {
            Issue.record("reset yes resets")
            return
        }
    }

    @Test func requestsAreSentAndCanBeShownAsCurl() {
        var session = session()
        #expect(texts(session.handle(.line("curl"))).contains("No request"))
        guard case .send(let request)? = session.handle(.line("get /a q==1")).first else {
            Issue.record("a request is sent")
            return
        }
        #expect(request.target == "/a?q=1")
        guard case .show(.code(let line))? = session.handle(.line("curl")).first else {
            Issue.record("a curl line is shown")
            return
        }
        #expect(line == "curl -i 'http://127.0.0.1:1/a?q=1'")
    }

    @Test func scratchTakesCodeAndCommands() {
        var session = session()
        _ = session.handle(.line("scratch"))
        guard case .addToScratch("x = 1")? = session.handle(.line("x = 1")).first else {
            Issue.record("code is added")
            return
        }
        guard case .send? = session.handle(.line("get /")).first else {
            Issue.record("commands still work")
            return
        }
        #expect(session.promptWords.last == "scratch")
        _ = session.handle(.line("exercise alpha"))
        #expect(!session.hasScratch)
    }

    @Test(arguments: [Place.start, .lesson(2, read: 3), .exercise("a-b")])
    func placesAreReadBack(place: Place) {
        #expect(Place(word: place.word) == place)
    }

    @Test(arguments: ["", "lesson:x:1", "exercise", "somewhere:1"])
    func whatIsNoPlaceIsNone(word: String) {
        #expect(Place(word: word) == nil)
    }

    // MARK: Lines in order

    private func sessionWithLines() -> Session {
        var course = Self.course
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

    // MARK: What is left behind

    @Test func aQuestionThatIsLeftIsForReview() {
        var session = session()
        _ = session.handle(.line("lesson 1"))
        let effects = session.handle(.line("next"))
        #expect(texts(effects).contains("Closing."))
        #expect(texts(session.handle(.line("review"))).contains("What?"))
    }

    @Test func aQuestionThatWasRightOnceIsLeftInPeace() {
        var session = session()
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("answer b"))
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("next"))
        #expect(texts(session.handle(.line("review"))).contains("Nothing to review"))
    }

    @Test func progressCountsTheQuestionsThatWereRight() {
        var session = session()
        #expect(session.overview.map(\.questions) == [1, 0])
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("answer a"))
        #expect(session.overview[0].rightAnswers == 0)
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("answer b"))
        #expect(session.overview[0].rightAnswers == 1)
    }

    @Test func goingOnFromAnExerciseThatIsNotPassedSaysSo() {
        var session = session()
        _ = session.handle(.line("exercise alpha"))
        #expect(texts(session.handle(.line("next"))).contains("`alpha` waits"))
        _ = session.handle(.line("back"))
        _ = session.handle(.checked(report(.pass)))
        #expect(!texts(session.handle(.line("next"))).contains("waits"))
    }

    // MARK: Scratch and hints

    @Test func scratchIsLeftBySayingItAgain() {
        var session = session()
        _ = session.handle(.line("exercise alpha"))
        _ = session.handle(.line("scratch"))
        #expect(session.hasScratch)
        let effects = session.handle(.line("scratch"))
        #expect(!session.hasScratch)
        #expect(opened(effects) == "alpha")
    }

    @Test func afterPassingAllHintsAreOpenAndNoneIsCounted() {
        var session = session()
        _ = session.handle(.line("exercise alpha"))
        _ = session.handle(.checked(report(.pass)))
        let effects = session.handle(.line("hint"))
        #expect(texts(effects).contains("Hint 3 of 3"))
        #expect(!effects.contains { if case .remember(.hint) = $0 { true } else { false } })
        #expect(session.standing["alpha", .fastapi].hints == 0)
    }

    @Test func aSecondLetterIsNoCommand() {
        var session = session()
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("a"))
        // `b` alone would be `back`.
        #expect(texts(session.handle(.line("b"))).contains("That question is answered"))
        #expect(session.place == .lesson(1, read: 1))
    }

    @Test func aLineWithABlankIsShownAsCode() {
        var course = Self.course
        course.exercises[0].hints[2] = ByTrack(common: "mount(____, at=\"____\")\nx = ____\n")
        var session = Session(
            course: course, track: .fastapi, place: .start, standing: Standing(),
            playBase: "http://127.0.0.1:1", readFile: { _ in [] })
        _ = session.handle(.line("exercise alpha"))
        _ = session.handle(.checked(report(.pass)))
        #expect(
            texts(session.handle(.line("hint")))
                .contains("```python\nmount(____, at=\"____\")\nx = ____\n```"))
    }
}
