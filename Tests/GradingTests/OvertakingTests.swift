import Testing

@testable import Grading

@Suite struct OvertakingTests {
    private let answer = Overtaking.Event.answer(.failure(.closed))
    private let background = Overtaking.Event.background([.failure(.closed)])

    @Test func anAnswerWhileOthersAreHeldHasOvertakenThem() {
        var course = Overtaking()
        #expect(course.take(.somebodyWaits, isSomebodyHeld: true) == .send)
        #expect(course.take(answer, isSomebodyHeld: true) == .letGo)
        #expect(!course.isOver)
        #expect(course.take(background, isSomebodyHeld: false) == nil)
        #expect(course.isOver)
        #expect(course.hasOvertaken)
    }

    @Test func anAnswerAfterTheOthersWereLetGoHasNot() {
        var course = Overtaking()
        _ = course.take(.somebodyWaits, isSomebodyHeld: true)
        #expect(course.take(.impatient, isSomebodyHeld: true) == .letGo)
        _ = course.take(background, isSomebodyHeld: false)
        _ = course.take(answer, isSomebodyHeld: false)
        #expect(course.isOver)
        #expect(!course.hasOvertaken)
    }

    @Test func whereNobodyWasHeldNobodyIsOvertaken() {
        var course = Overtaking()
        #expect(course.take(background, isSomebodyHeld: false) == .send)
        _ = course.take(answer, isSomebodyHeld: false)
        #expect(course.isOver)
        #expect(!course.hasOvertaken)
    }

    @Test func aLateAnswerDoesNotCountEvenIfSomebodyIsHeldAgain() {
        var course = Overtaking()
        _ = course.take(.somebodyWaits, isSomebodyHeld: true)
        _ = course.take(.impatient, isSomebodyHeld: true)
        _ = course.take(answer, isSomebodyHeld: true)
        #expect(!course.hasOvertaken)
    }
}
