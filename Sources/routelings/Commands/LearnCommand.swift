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

    @Option(help: "flask, fastapi or swift.") var track: Track?
    /// What is no command ends up here, because learning is what is done without one.
    @Argument(help: .hidden) var words: [String] = []
    @OptionGroup var courseOptions: CourseOptions
    @Option(help: ArgumentHelp("Where exercises are laid out.", valueName: "dir")) var workspace:
        String?
    @OptionGroup var python: PythonOptions
    @Flag(help: "No colour, no cursor movement: for screen readers and logs.") var plain = false

    func validate() throws {
        guard let word = words.first else { return }
        let commands = Routelings.configuration.subcommands.compactMap {
            $0.configuration.commandName
        }
        let question = Suggestion.question(word, among: commands)
        let list = "; the commands are \(commands.joined(separator: ", "))"
        throw ValidationError("Unknown command \"\(word)\"\(question.isEmpty ? list : question)")
    }

    func run() async throws {
        try await reportingFailures {
            let folders = Folders()
            let record = try ProgressRecord(folders)
            let setup = PythonSetup(explicit: python.python, folders: folders)
            let interpreter = try await setup.interpreter(announcing: StandardErrorProgress())
            let track = track ?? record.track
            let swift = SwiftSetup(folders)
            if track == .swift { await prepare(swift, interpreter) }
            let facts = PromptFacts(words: Session.promptWords(track: track, place: record.place))
            let lines = try source(folders, facts)
            let isInteractive = lines.profile.isInteractive
            defer { lines.restoreTerminal() }
            let last = try await withThrowingTaskGroup(of: Void.self) { group in
                let reader = EntryReader(lines: lines, facts: facts)
                group.addTask { await reader.run() }
                defer { group.cancelAll() }
                let course = try courseOptions.read()
                let classroom = Classroom(
                    course: course,
                    workspace: Workspace(root: workspace ?? folders.workspace, course: course),
                    record: record, track: track, reader: reader, facts: facts, swift: swift)
                return try await classroom.run(interpreter: interpreter)
            }
            if !isInteractive, let last { throw ExitCode(last) }
        }
    }

    /// Before the prompt is there; that it fails is no reason not to open it.
    private func prepare(_ swift: SwiftSetup, _ interpreter: String) async {
        do {
            try await swift.prepare(
                interpreter: interpreter, announcing: StandardErrorProgress())
        } catch {
            StandardErrorProgress().say("\(error)")
        }
    }

    private func source(_ folders: Folders, _ facts: PromptFacts) throws -> any LineSource {
        let source = lineSource(
            for: TerminalProfile(plain: plain), history: HistoryFile(path: folders.historyFile),
            completion: { facts.candidates($0, $1) })
        guard let source else {
            throw GraderFailure(
                kind: "terminal",
                message:
                    "The system is out of file descriptors. Close some programs and start again.")
        }
        return source
    }
}
