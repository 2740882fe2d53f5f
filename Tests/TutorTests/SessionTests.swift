import Course
import Grading
import Progress
import Testing

@testable import Tutor

/// The way through a course: tracks, lessons, exercises, places.
@Suite struct SessionTests {
    @Test func theEndOfALessonSaysWhatNextOpens() {
        var session = SmallCourse.session()
        _ = session.handle(.line("lesson 1"))
        #expect(texts(session.handle(.line("next"))).contains("`next` opens its first exercise"))
    }

    @Test func theEndOfALessonSaysWhoseItsExercisesAre() {
        var course = SmallCourse.course
        course.exercises = [SmallCourse.exercise("delta", unit: 1, place: 1, tracks: [.flask])]
        var session = Session(
            course: course, track: .swift, place: .start, standing: Standing(),
            playBase: "http://127.0.0.1:1", readFile: { _ in [] })
        _ = session.handle(.line("lesson 1"))
        let end = texts(session.handle(.line("next")))
        #expect(end.contains("in other tracks, such as `track flask`"))
    }

    @Test func asksForATrackOnceAndTakesAPrefix() {
        var session = SmallCourse.session(track: nil)
        #expect(texts(session.handle(.started(isInteractive: true))).contains("Which framework"))
        #expect(texts(session.handle(.line("django"))).contains("`django` is no track"))
        _ = session.handle(.line("fl"))
        #expect(session.track == .flask)
    }

    @Test func takesFastAPIWhereNobodyCanBeAsked() {
        var session = SmallCourse.session(track: nil)
        _ = session.handle(.started(isInteractive: false))
        #expect(session.track == .fastapi)
    }

    @Test func nextReadsTheLessonThenOpensItsExercisesThenTheNextUnit() {
        var session = SmallCourse.session()
        #expect(texts(session.handle(.line("next"))).contains("Opening."))
        let closing = session.handle(.line("next"))
        #expect(texts(closing).contains("Closing."))
        #expect(opened(session.handle(.line("next"))) == "alpha")
        #expect(opened(session.handle(.line("n"))) == "beta")
        _ = session.handle(.line("back"))
        #expect(session.place == .exercise("alpha"))
    }

    @Test func goingOnFromAnExerciseThatIsNotPassedSaysSo() {
        var session = SmallCourse.session()
        _ = session.handle(.line("exercise alpha"))
        #expect(texts(session.handle(.line("next"))).contains("`alpha` waits"))
        _ = session.handle(.line("back"))
        _ = session.handle(.checked(SmallCourse.report(.pass)))
        #expect(!texts(session.handle(.line("next"))).contains("waits"))
    }

    @Test func aColdPassOfTheLastExerciseMakesTheEarlierOnesOptional() {
        var session = SmallCourse.session()
        session.standing["beta", .fastapi].isPassed = true
        #expect(session.overview[0].exercises.map(\.isOptional) == [true, false])
        _ = session.handle(.line("lesson 1"))
        _ = session.handle(.line("next"))
        #expect(opened(session.handle(.line("next"))) == "alpha")
        session.standing["beta", .fastapi].hints = 1
        #expect(session.overview[0].exercises.map(\.isOptional) == [false, false])
    }

    @Test func anUnknownExerciseGetsASuggestion() {
        var session = SmallCourse.session()
        #expect(texts(session.handle(.line("exercise alpah"))).contains("Did you mean `alpha`?"))
        #expect(opened(session.handle(.line("exercise al"))) == "alpha")
    }

    @Test func anExerciseOfAnotherTrackSaysWhichTrack() {
        var session = SmallCourse.session(track: .flask)
        #expect(texts(session.handle(.line("exercise gamma"))).contains("`track fastapi` first"))
    }

    @Test(arguments: [Place.start, .lesson(2, read: 3), .exercise("a-b")])
    func placesAreReadBack(place: Place) {
        #expect(Place(word: place.word) == place)
    }

    @Test(arguments: ["", "lesson:x:1", "exercise", "somewhere:1"])
    func whatIsNoPlaceIsNone(word: String) {
        #expect(Place(word: word) == nil)
    }
}
