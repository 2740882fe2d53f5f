import ArgumentParser
import Course
import Foundation
import Terminal

/// `routelings list`: what a course holds.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the lessons and exercises of a course.")

    @OptionGroup var courseOptions: CourseOptions
    @Option(help: "text or json.") var format = OutputFormat.text

    func run() async throws {
        try await reportingFailures {
            let course = try courseOptions.read()
            switch format {
            case .text: try emit(Self.text(course))
            case .json: try emit(Self.json(course))
            }
        }
    }

    private static func text(_ course: Course) -> String {
        let units = Set(course.lessons.map(\.number)).union(course.exercises.map(\.unit)).sorted()
        return units.map { unit in
            let title = course.lesson(unit)?.title ?? "(no lesson)"
            var table = Table(
                columns: (0..<3).map { _ in Table.Column(canWrap: false) } + [Table.Column()])
            for exercise in course.exercises where exercise.unit == unit {
                let tracks = exercise.tracks.map(\.rawValue).joined(separator: " ")
                table.append([
                    "  ", StyledText(exercise.id), StyledText(tracks), StyledText(exercise.title),
                ])
            }
            return "\(unit)  \(title)\n" + table.layout(width: TerminalProfile().width).plain
        }.joined(separator: "\n")
    }

    private struct Document: Encodable {
        struct Lesson: Encodable {
            var number: UnitNumber
            var id: String
            var title: String
        }

        struct Exercise: Encodable {
            var id: String
            var title: String
            var unit: UnitNumber
            var place: Int
            var mode: String
            var tracks: [Track]
            var maxPoints: [String: Int]
        }

        var schema = 1
        var lessons: [Lesson]
        var exercises: [Exercise]
    }

    private static func json(_ course: Course) throws -> String {
        let document = Document(
            lessons: course.lessons.map { .init(number: $0.number, id: $0.id, title: $0.title) },
            exercises: course.exercises.map { exercise in
                let points = exercise.tracks.map { ($0.rawValue, exercise.maxPoints(for: $0)) }
                return .init(
                    id: exercise.id, title: exercise.title, unit: exercise.unit,
                    place: exercise.place, mode: exercise.mode.rawValue, tracks: exercise.tracks,
                    maxPoints: Dictionary(uniqueKeysWithValues: points))
            })
        return try prettyJSON(document)
    }
}

/// A value as JSON with two spaces of indent and names in order.
func prettyJSON(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
