import ArgumentParser
import Course
import Foundation

extension Track: ExpressibleByArgument {}

extension UnitNumber: ExpressibleByArgument {
    init?(argument: String) {
        self.init(argument)
    }
}

/// Where the course is.
struct CourseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The course's folder.", valueName: "dir"))
    var course: String?

    /// Reads the course, or tells all that is wrong with it.
    func read() throws -> Course {
        try read(for: nil)
    }

    /// The same for one exercise, which the mistakes of others do not hinder.
    func read(for exercise: String?) throws -> Course {
        try Course.read(
            from: Course.locate(
                explicit: course, workingDirectory: FileManager.default.currentDirectoryPath,
                executable: Self.executable), for: exercise)
    }

    /// What stands in front of the arguments is no path where `PATH` led to the program.
    private static var executable: String {
        Bundle.main.executablePath ?? CommandLine.arguments[0]
    }
}

/// Which interpreter runs the learner's files.
struct PythonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A Python, 3.11 or newer, which has Flask and FastAPI, or for serve what the app imports; without it a private one is made.",
            valueName: "path"))
    var python: String?
}

/// How a report is written, for people and for the programs that read it.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, junit, tap, github, gradescope
}

/// How a command writes what it found.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
