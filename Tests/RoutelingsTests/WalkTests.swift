import Course
import Foundation
import Testing

/// The first half of the course from end to end, at the prompt on a real pseudo-terminal: every
/// lesson read, every question answered, every exercise failed and passed.
@Suite(.serialized) struct WalkTests {
    private static let lastUnit: UnitNumber = 7

    @Test(arguments: [Track.flask, .fastapi])
    func theHalfCourseIsWalkedFromItsFirstLessonToAFullMap(track: Track) async throws {
        let course = try Course.read(from: Program.root.path(percentEncoded: false))
        try await Program.inFreshHome { program in
            let workspace = program.home + "/work"
            let prompt = try Conversation(
                program,
                ["learn", "--workspace", workspace, "--track", track.rawValue]
                    + Program.pythonArguments, rows: 60)
            let learner = Learner(
                prompt: prompt, course: course, track: track, workspace: workspace)
            try await prompt.see("\(track.rawValue) › ")
            for lesson in course.lessons where lesson.number <= Self.lastUnit {
                try await learner.read(lesson)
                for exercise in course.exercises where exercise.unit == lesson.number {
                    try await learner.solve(exercise)
                }
            }
            try await learner.seeFullMap(upTo: Self.lastUnit)
            prompt.type("quit\r")
            #expect(await prompt.end() == 0)
        }
    }
}

/// Somebody who knows all the answers, and shows each starter first.
private struct Learner {
    let prompt: Conversation
    let course: Course
    let track: Track
    let workspace: String

    /// Goes on into `lesson`, answers its questions right, and stays at its end.
    func read(_ lesson: Lesson) async throws {
        prompt.type("next\r")
        try await prompt.see("\(lesson.number). \(lesson.title)")
        for question in questions(of: lesson) {
            try await prompt.see("Answer with a letter")
            let right = question.choices.firstIndex(where: \.isRight) ?? 0
            try await prompt.see("\(track.rawValue) lesson \(lesson.number) › ")
            prompt.type("\("abcdefghij".dropFirst(right).prefix(1))\r")
            try await prompt.see("Right.")
            try await prompt.see("\(track.rawValue) lesson \(lesson.number) › ")
            prompt.type("next\r")
        }
        try await prompt.see("End of the lesson.")
        try await prompt.see("\(track.rawValue) lesson \(lesson.number) › ")
    }

    private func questions(of lesson: Lesson) -> [Lesson.Question] {
        lesson.blocks.compactMap { block in
            guard block.tracks.isEmpty || block.tracks.contains(track),
                case .question(let question) = block.content
            else { return nil }
            return question
        }
    }

    /// Goes on to `exercise`, fails with its starter and passes with its solution.
    func solve(_ exercise: Exercise) async throws {
        prompt.type("next\r")
        try await prompt.see("\(exercise.unit).\(exercise.place) \(exercise.title)")
        try await prompt.see("Your file")
        try await prompt.see("\(track.rawValue) \(exercise.id) › ")
        let file = URL(filePath: "\(workspace)/\(track.rawValue)/\(exercise.id)/\(track.fileName)")
        try save(.starter, of: exercise, to: file)
        try await prompt.see("checked in")
        let failed = try await prompt.see("points")
        #expect(failed.contains("✗"), "\(exercise.id): the starter does not fail")
        try await prompt.see("\(track.rawValue) \(exercise.id) › ")
        if let parsons = exercise.parsons[track] {
            let order = try #require(parsons.arrangement(in: text(.solution, of: exercise)))
            prompt.type("arrange \(order.map(String.init).joined(separator: " "))\r")
        } else {
            try save(.solution, of: exercise, to: file)
        }
        let points = exercise.maxPoints(for: track)
        try await prompt.see("Passed · \(points)/\(points) points")
        try await prompt.see("\(track.rawValue) \(exercise.id) › ")
    }

    private func text(_ part: Exercise.Part, of exercise: Exercise) throws -> String {
        try Program.courseFile(exercise.path(part, track))
    }

    /// As editors do: a new file, renamed over the old one.
    private func save(_ part: Exercise.Part, of exercise: Exercise, to file: URL) throws {
        try Data(text(part, of: exercise).utf8).write(to: file, options: .atomic)
    }

    /// Looks whether `progress` shows every point and every question of the units.
    func seeFullMap(upTo last: UnitNumber) async throws {
        prompt.type("progress\r")
        try await prompt.see("Points in \(track.title)")
        for lesson in course.lessons where lesson.number <= last {
            let points = course.exercises.filter { $0.unit == lesson.number }
                .reduce(0) { $0 + $1.maxPoints(for: track) }
            let count = questions(of: lesson).count
            try await prompt.see(lesson.title)
            let line = try await prompt.see("\(count)/\(count)")
            #expect(
                line.contains(" \(points)/\(points) ") && !line.contains(where: \.isNewline),
                "unit \(lesson.number) is not full: \(line)")
        }
    }
}
