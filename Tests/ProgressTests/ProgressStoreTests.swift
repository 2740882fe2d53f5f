import Course
import Foundation
import Testing

@testable import Progress

/// What is kept and found again.
@Suite struct ProgressStoreTests {
    let folder: ScratchFolder
    let now = Date(timeIntervalSince1970: 1_800_000_000.5)

    init() throws {
        folder = try ScratchFolder()
    }

    @Test func keepsAnAttemptAsItWas() throws {
        let attempts = [Attempt.sample(), .sample(seed: .max), .sample("other", .fastapi, .pass)]
        do {
            let store = try folder.store()
            for attempt in attempts { try store.record(attempt) }
            try store.close()
        }
        let store = try folder.store()
        #expect(try store.attempts("path-params", .flask) == [attempts[1], attempts[0]])
        #expect(try store.attempts("path-params", .flask, limit: 1) == [attempts[1]])
        #expect(try store.attempts("other", .fastapi) == [attempts[2]])
        #expect(try store.attempts("other", .flask) == [])
    }

    @Test func sumsUpTheBestAttempt() throws {
        let store = try folder.store()
        try store.record(.sample(points: 1))
        try store.record(.sample(points: 2))
        try store.record(.sample(points: 0))
        let summary = try store.summary("path-params", .flask)
        #expect(!summary.isPassed)
        #expect(summary.attempts == 3)
        #expect(summary.bestPoints == 2)
        #expect(summary.maxPoints == 7)
        #expect(summary.categoryPoints == [.routing: 2, .validation: 0])
        #expect(try store.points(in: .flask)[.routing] == CategoryPoints(points: 2, maxPoints: 3))
        #expect(try store.points(in: .fastapi) == [:])
    }

    @Test func staysPassedWhenALaterAttemptFails() throws {
        let store = try folder.store()
        try store.record(.sample("a", .flask, .pass, points: 1, maxPoints: 3))
        try store.record(.sample("a", .flask, .fail, points: 2, maxPoints: 3))
        let summary = try store.summary("a", .flask)
        #expect(summary.isPassed)
        #expect(summary.bestPoints == 1)
    }

    @Test func countsNoErrorOfTheGrader() throws {
        let store = try folder.store()
        try store.record(.sample("a", .flask, .error, points: 9))
        #expect(try store.summary("a", .flask).attempts == 0)
        #expect(try store.summary("a", .flask).bestPoints == 0)
        #expect(try store.attempts("a", .flask).count == 1)
    }

    @Test func keepsHintsAndSolutionsByTrack() throws {
        let store = try folder.store()
        try store.recordHint("a", .flask, level: 1, at: now)
        try store.recordHint("a", .flask, level: 2, at: now)
        try store.recordHint("a", .flask, level: 1, at: now)
        try store.recordSolutionSeen("a", .fastapi, at: now)
        try store.recordSolutionSeen("a", .fastapi, at: now)
        #expect(try store.summary("a", .flask).hints == 2)
        #expect(try !store.summary("a", .flask).hasSeenSolution)
        #expect(try store.summary("a", .fastapi).hasSeenSolution)
        #expect(try store.summaries().count == 2)
        #expect(throws: ProgressError.self) {
            try store.recordHint("a", .flask, level: 4, at: now)
        }
    }

    @Test func keepsAnswersInTheirOrder() throws {
        let store = try folder.store()
        let answers = [("01-a", "b", false), ("01-a", "c", true), ("02-b", "a", true)].map {
            Answer(lesson: $0, question: "q", choice: $1, isRight: $2, answeredAt: now)
        }
        for answer in answers { try store.record(answer) }
        #expect(try store.answers() == answers)
        #expect(try store.answers(lesson: "01-a") == Array(answers[..<2]))
    }

    @Test func keepsPlacesAndSettings() throws {
        let store = try folder.store()
        #expect(try store.track() == nil)
        #expect(try store.lastPosition() == nil)
        try store.setTrack(.fastapi)
        try store.setTrack(.flask)
        try store.setLastPosition("lesson:2:5")
        #expect(try store.track() == .flask)
        #expect(try store.lastPosition() == "lesson:2:5")
    }

    @Test func knowsNothingOfWhatWasNeverTried() throws {
        let store = try folder.store()
        #expect(try store.summaries() == [])
        let nothing = ExerciseSummary(exercise: "a", track: .flask)
        #expect(try store.summary("a", .flask) == nothing)
    }
}
