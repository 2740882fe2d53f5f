import Course
import Foundation
import Terminal
import Testing
import Tutor

/// Everything that the prompt shows of the course, laid out as a terminal shows it.
@Suite struct ShippedTextTests {
    private static let course = Result {
        try Course.read(from: Program.root.path(percentEncoded: false))
    }

    /// Lessons, tasks and hints of a track, by where they are from.
    private func texts(_ track: Track) throws -> [(from: String, markdown: String)] {
        let course = try Self.course.get()
        let lessons = course.lessons.flatMap { lesson in
            LessonReading(lesson, track: track).parts.enumerated().map {
                ("\(lesson.id), part \($0.offset + 1)", $0.element.markdown)
            }
        }
        let explanations = course.lessons.flatMap { lesson in
            lesson.blocks.compactMap { block -> (String, String)? in
                guard case .question(let question) = block.content else { return nil }
                return ("\(lesson.id), \(question.id)", question.explanation)
            }
        }
        let exercises = course.exercises.filter { $0.tracks.contains(track) }.flatMap { exercise in
            [("\(exercise.id), task", exercise.task.markdown(for: track))]
                + exercise.hints.compactMap { hint in
                    hint[track].map { ("\(exercise.id), a hint", $0) }
                }
        }
        return lessons + explanations + exercises
    }

    @Test(arguments: Track.allCases, [80, 60])
    func everyTextFitsTheWindow(track: Track, width: Int) throws {
        for (from, markdown) in try texts(track) {
            for line in MarkdownRenderer(width: width).render(markdown).lines {
                #expect(line.width <= width, "\(from): \(line.plain)")
            }
        }
    }

    /// Broken prose is read on; a broken line of code is a riddle.
    @Test(arguments: Track.allCases)
    func noLineOfCodeIsBrokenAt80Columns(track: Track) throws {
        for (from, markdown) in try texts(track) {
            for line in Self.code(in: markdown) {
                #expect(line.count <= 78, "\(from): \(line)")
            }
        }
    }

    private static func code(in markdown: String) -> [Substring] {
        var isCode = false
        return markdown.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let isFence = line.hasPrefix("```")
            if isFence { isCode.toggle() }
            return isCode && !isFence
        }
    }
}
