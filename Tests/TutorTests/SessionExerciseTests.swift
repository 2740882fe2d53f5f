import Course
import Grading
import Progress
import Testing

@testable import Tutor

/// An exercise that is open: saves, hints, requests, scratch.
@Suite struct SessionExerciseTests {
    @Test func aSaveChecksAndPassingDoesNotAdvance() {
        var session = SmallCourse.session(place: .exercise("alpha"))
        _ = session.handle(.started(isInteractive: true))
        guard case .check(let exercise, .fastapi)? = session.handle(.saved).first else {
            Issue.record("a save is checked")
            return
        }
        #expect(exercise.id == "alpha")
        _ = session.handle(.checked(SmallCourse.report(.pass)))
        #expect(session.standing["alpha", .fastapi].isPassed)
        #expect(session.place == .exercise("alpha"))
    }

    @Test func anErrorOfTheGraderCountsAsNoAttempt() {
        var session = SmallCourse.session(place: .exercise("alpha"))
        _ = session.handle(.checked(SmallCourse.report(.error)))
        #expect(session.standing["alpha", .fastapi].attempts == 0)
    }

    @Test func theSameFailureThreeTimesOffersAHint() {
        var session = SmallCourse.session(place: .exercise("alpha"))
        let offers = (1...4).map { _ in
            session.handle(.checked(SmallCourse.report(.fail))).contains {
                if case .show(.report(_, _, let offersHint)) = $0 { offersHint } else { false }
            }
        }
        #expect(offers == [false, false, true, false])
    }

    @Test func hintsOpenOneByOneAfterAnEditOrAMinute() {
        var session = SmallCourse.session(place: .exercise("alpha"))
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
        var session = SmallCourse.session(place: .exercise("alpha"))
        #expect(texts(session.handle(.line("solution yes"))).contains("after 3 more hints"))
        session.standing["alpha", .fastapi].hints = 3
        #expect(texts(session.handle(.line("solution"))).contains("`solution yes` shows it"))
        let effects = session.handle(.line("solution yes"))
        #expect(effects.contains { if case .remember(.solutionSeen) = $0 { true } else { false } })
        #expect(session.standing["alpha", .fastapi].hasSeenSolution)
    }

    @Test func afterPassingAllHintsAreOpenAndNoneIsCounted() {
        var session = SmallCourse.session()
        _ = session.handle(.line("exercise alpha"))
        _ = session.handle(.checked(SmallCourse.report(.pass)))
        let effects = session.handle(.line("hint"))
        #expect(texts(effects).contains("Hint 3 of 3"))
        #expect(!effects.contains { if case .remember(.hint) = $0 { true } else { false } })
        #expect(session.standing["alpha", .fastapi].hints == 0)
    }

    @Test func aLineWithABlankIsShownAsCode() {
        var course = SmallCourse.course
        course.exercises[0].hints[2] = ByTrack(common: "mount(____, at=\"____\")\nx = ____\n")
        var session = Session(
            course: course, track: .fastapi, place: .start, standing: Standing(),
            playBase: "http://127.0.0.1:1", readFile: { _ in [] })
        _ = session.handle(.line("exercise alpha"))
        _ = session.handle(.checked(SmallCourse.report(.pass)))
        #expect(
            texts(session.handle(.line("hint")))
                .contains("```python\nmount(____, at=\"____\")\nx = ____\n```"))
    }

    @Test func resetAsksFirst() {
        var session = SmallCourse.session(place: .exercise("alpha"))
        #expect(texts(session.handle(.line("reset"))).contains("`reset yes`"))
        guard case .reset? = session.handle(.line("reset yes")).first else {
            Issue.record("reset yes resets")
            return
        }
    }

    @Test func requestsAreSentAndCanBeShownAsCurl() {
        var session = SmallCourse.session()
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

    @Test func comparesTheLastRequestInAllTracks() {
        var session = SmallCourse.session(place: .exercise("alpha"))
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

    @Test func scratchTakesCodeAndCommands() {
        var session = SmallCourse.session()
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

    @Test func scratchIsLeftBySayingItAgain() {
        var session = SmallCourse.session()
        _ = session.handle(.line("exercise alpha"))
        _ = session.handle(.line("scratch"))
        #expect(session.hasScratch)
        let effects = session.handle(.line("scratch"))
        #expect(!session.hasScratch)
        #expect(opened(effects) == "alpha")
    }
}
