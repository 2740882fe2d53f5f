import Foundation
import Testing

@testable import Course

/// The check that docs/authoring.md shows is one that a course may have.
@Suite struct AuthoringDocumentTests {
    @Test func theExampleOfACheckIsRead() throws {
        let document = try String(
            contentsOf: ShippedCourseTests.root.appending(path: "docs/authoring.md"),
            encoding: .utf8)
        let section = try #require(document.range(of: "## A check\n")).upperBound
        let start = try #require(document[section...].range(of: "```yaml\n")).upperBound
        let end = try #require(document[start...].range(of: "```")).lowerBound
        let course = try ScratchCourse()
        let parts = ScratchCourse.exercise.split(separator: "\n", omittingEmptySubsequences: false)
        let head = parts.prefix { $0 != "vars:" }.joined(separator: "\n")
        let tail = parts.drop { $0 != "hints:" }.joined(separator: "\n")
        try course.write(
            ScratchCourse.exercisePath, "\(head)\n\(document[start..<end])\(tail)")
        #expect(try course.problems() == [])
        #expect(try course.exercise()?.checks.count == 1)
    }
}
