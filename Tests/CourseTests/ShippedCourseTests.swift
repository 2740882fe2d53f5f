import Foundation
import Testing

@testable import Course

/// The course that comes with the program.
@Suite struct ShippedCourseTests {
    /// The repository's folder.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func hasNoProblems() throws {
        let problems = try Course.problems(in: Self.root.path())
        #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
    }

    @Test func hasExercisesForBothTracks() throws {
        let (course, _) = try Course.reading(from: Self.root.path())
        for track in Track.allCases {
            #expect(course.exercises.contains { $0.tracks.contains(track) })
        }
    }

    @Test func fillsEveryTemplateThatIsFilledBeforeTheFirstRequest() throws {
        let (course, _) = try Course.reading(from: Self.root.path())
        for exercise in course.exercises {
            let values = Variable.draw(exercise.variables, seed: 1)
            #expect(values.count == exercise.variables.count)
            for check in exercise.checks where check.needs.isEmpty {
                _ = try check.steps.first?.request?.filled(with: values)
            }
        }
    }
}
