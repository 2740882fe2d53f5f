import ArgumentParser
import Course
import Foundation
import Grading
import Hosting
import Progress
import Terminal
import Tutor

/// `routelings learn`: the prompt.
struct LearnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn", abstract: "Open the prompt (the default).")

    @Option(help: "flask or fastapi.") var track: Track?
    @OptionGroup var courseOptions: CourseOptions
    @Option(help: ArgumentHelp("Where exercises are laid out.", valueName: "dir")) var workspace:
        String?
    @OptionGroup var python: PythonOptions
    @Flag(help: "No colour, no cursor movement: for screen readers and logs.") var plain = false

    func run() async throws {
        try await reportingFailures {
            let folders = Folders()
            let course = try courseOptions.read()
            let record = try ProgressRecord(folders)
            let profile = TerminalProfile(plain: plain)
            let setup = PythonSetup(explicit: python.python, folders: folders)
            let interpreter = try await setup.interpreter(announcing: StandardErrorProgress())
            let classroom = Classroom(
                course: course,
                workspace: Workspace(root: workspace ?? folders.workspace, course: course),
                record: record, profile: profile, track: track ?? record.track,
                historyFile: folders.historyFile)
            let last = try await classroom.run(interpreter: interpreter)
            if !profile.isInteractive, let last { throw ExitCode(last) }
        }
    }
}
