import Course
import Progress
import Testing

@testable import Tutor

/// Questions of lessons, and what comes back to be reviewed.
@Suite struct SessionQuestionTests {
    @Test func questionsAreAnsweredOnce() {
        var session = SmallCourse.session()
        _ = session.handle(.line("lesson 1"))
        #expect(texts(session.handle(.line("answer z"))).contains("no choice here"))
        #expect(texts(session.handle(.line("answer a"))).contains("Not quite"))
        #expect(texts(session.handle(.line("answer b"))).contains("No question waits"))
        _ = session.handle(.line("lesson 1"))
        #expect(texts(session.handle(.line("answer b"))).contains("Right.** Because."))
    }

    @Test func aSecondLetterIsNoCommand() {
        var session = SmallCourse.session()
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("a"))
        // `b` alone would be `back`.
        #expect(texts(session.handle(.line("b"))).contains("That question is answered"))
        #expect(session.place == .lesson(1, read: 1))
    }

    @Test func missedQuestionsComeBackUntilTheyAreAnsweredRight() {
        var session = SmallCourse.session()
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

    @Test func aQuestionThatIsLeftIsForReview() {
        var session = SmallCourse.session()
        _ = session.handle(.line("lesson 1"))
        let effects = session.handle(.line("next"))
        #expect(texts(effects).contains("Closing."))
        #expect(texts(session.handle(.line("review"))).contains("What?"))
    }

    @Test func aQuestionThatWasRightOnceIsLeftInPeace() {
        var session = SmallCourse.session()
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("answer b"))
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("next"))
        #expect(texts(session.handle(.line("review"))).contains("Nothing to review"))
    }

    @Test func exercisesThatTookTheThirdHintComeBack() {
        var session = SmallCourse.session()
        session.standing["beta", .fastapi].hints = 3
        #expect(texts(session.handle(.line("review"))).contains("`exercise beta`"))
    }

    @Test func progressCountsTheQuestionsThatWereRight() {
        var session = SmallCourse.session()
        #expect(session.overview.map(\.questions) == [1, 0])
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("answer a"))
        #expect(session.overview[0].rightAnswers == 0)
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("answer b"))
        #expect(session.overview[0].rightAnswers == 1)
    }
}
