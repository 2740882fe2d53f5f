import ArgumentParser
import Course
import Foundation

/// `routelings course new`: a small exercise that works, to be changed into one's own.
struct CourseNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a new exercise that passes `course check` at once.")

    @Argument(help: "Its id: small letters, digits and single hyphens, at most 32 characters.")
    var id: String
    @Option(help: "The unit it goes into, such as 5 or 5a; by default the last one.") var unit:
        UnitNumber?
    @OptionGroup var courseOptions: CourseOptions

    func validate() throws {
        guard id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, id.count <= 32 else {
            throw ValidationError(
                "\(id) is no id: use small letters, digits and single hyphens, at most 32 characters."
            )
        }
    }

    func run() async throws {
        try await reportingFailures {
            let lesson = try beginCourse()
            let course = try courseOptions.read()
            if course.exercise(id) != nil {
                throw ValidationError("There is an exercise \(id) already: choose another id.")
            }
            let folder = try unitFolder(in: course) + "/" + id
            let unit = self.unit ?? course.exercises.map(\.unit).max() ?? 1
            let place = (course.exercises.filter { $0.unit == unit }.map(\.place).max() ?? 0) + 1
            for (path, text) in ExerciseSkeleton(id: id, place: place).files {
                try write(text, to: "\(course.root)/\(folder)/\(path)")
            }
            try emit(
                """
                \(lesson.map { "Wrote \(course.root)/\($0)\n" } ?? "")\
                Wrote \(course.root)/\(folder)
                Prove it:  routelings course check \(course.root) --exercise \(id)
                """)
        }
    }

    /// Makes a folder that `--course` names, and that holds nothing yet, a course with a lesson.
    ///
    /// A new Git repository counts as nothing. Git keeps no empty folder, so there is a lesson.
    ///
    /// - Returns: the lesson's path below the folder; nil when it holds something.
    private func beginCourse() throws -> String? {
        guard let folder = courseOptions.course else { return nil }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard names.allSatisfy({ $0.hasPrefix(".") }) else { return nil }
        let lesson = "lessons/\((unit ?? 1).prefix)-unit.md"
        try write(LessonSkeleton.text, to: "\(folder)/\(lesson)")
        try FileText.makeFolder("\(folder)/exercises")
        return lesson
    }

    private func write(_ text: String, to path: String) throws {
        try FileText.makeFolder(
            URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false))
        try FileText.write(text, to: path)
    }

    /// The folder of the unit, which exists in a course that has exercises.
    private func unitFolder(in course: Course) throws -> String {
        let unit = unit ?? course.exercises.map(\.unit).max() ?? 1
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: "\(course.root)/exercises")
        let prefix = "\(unit.prefix)-"
        let found = folders.sorted().first { $0.hasPrefix(prefix) }
        let lesson = course.lesson(unit)?.id
        return "exercises/" + (found ?? lesson ?? "\(prefix)unit")
    }
}
