import ArgumentParser
import Course
import Foundation
import Grading
import Hosting
import Progress
import Terminal

/// `routelings check`: grades one file, for people and for machines.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Grade an exercise's file.",
        discussion: "Without EXERCISE, the one that was opened last at the prompt.")

    @Argument(help: "The exercise's id; `routelings list` names them.") var exercise: String?
    @Option(help: "flask, fastapi or swift; by default the one that the file imports.") var track:
        Track?
    @Option(
        help: ArgumentHelp(
            "The file to grade; by default the one in the workspace.", valueName: "path"))
    var file: String?
    @Option(help: "Draw the values of the run from this number.") var seed: UInt64?
    @Option(help: "Grade so many times, each with its own seed; the worst verdict counts.")
    var runs = 1
    @OptionGroup var python: PythonOptions
    @OptionGroup var courseOptions: CourseOptions
    @Option(help: ArgumentHelp("Where exercises are laid out.", valueName: "dir")) var workspace:
        String?
    @Option(help: "text, json, junit, tap, github or gradescope.") var format = ReportFormat.text
    @Option(help: ArgumentHelp("Write the report to this file.", valueName: "file")) var output:
        String?

    func validate() throws {
        guard (1...10_000).contains(runs) else {
            throw ValidationError("--runs is \(runs): give a number from 1 to 10000.")
        }
        guard seed == nil || runs == 1 else {
            throw ValidationError(
                "--seed fixes the values, --runs varies them: give one of the two.")
        }
    }

    func run() async throws {
        try await reportingFailures {
            let course = try courseOptions.read()
            let (exercise, track) = try choose(from: course)
            let reports = try await grade(exercise, track, course)
            guard let worst = Report.worst(of: reports) else { return }
            try write(worst, reports, to: output)
            throw ExitCode(worst.verdict)
        }
    }

    private func write(_ worst: Report, _ reports: [Report], to output: String?) throws {
        let repeated = reports.count > 1 ? reports : []
        switch format {
        case .text: try emit(text(worst, reports), to: output)
        case .json:
            let data = try worst.json(runs: repeated)
            try emit(String(decoding: data, as: UTF8.self), to: output)
        case .junit: try emit(worst.junit(runs: repeated), to: output)
        case .tap: try emit(worst.tap(runs: repeated), to: output)
        case .github:
            try emit(worst.githubAnnotations(path: file ?? worst.file, runs: repeated), to: output)
            addToStepSummary(worst.markdownSummary(runs: repeated))
        case .gradescope:
            // Without results the autograder itself has failed, which costs the learner nothing.
            guard let results = try worst.gradescope(runs: repeated) else {
                throw worst.error ?? GraderFailure(kind: "report", message: "Nothing was graded.")
            }
            try emit(String(decoding: results, as: UTF8.self), to: output)
        }
    }

    /// Adds to the summary of a GitHub job, where there is one.
    private func addToStepSummary(_ text: String) {
        guard let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty
        else { return }
        let before = (try? FileText.read(path)) ?? ""
        do {
            try FileText.write(before + text, to: path)
        } catch {
            // The verdict stands, with or without its summary.
            complain("routelings: \(error)")
        }
    }

    private func choose(from course: Course) throws -> (Exercise, Track) {
        let remembered = try? ProgressRecord(Folders())  // only a convenience here
        guard let id = exercise ?? remembered?.openExercise else {
            throw ValidationError("Which exercise? `routelings list` names them.")
        }
        guard let exercise = course.exercise(id) else {
            let near = Suggestion.nearest(to: id, among: course.exercises.map(\.id))
            let suggestion = near.map { " Did you mean \($0)?" } ?? ""
            throw ValidationError(
                "There is no exercise \(id).\(suggestion) `routelings list` names them.")
        }
        let fallback = exercise.tracks.contains(.fastapi) ? Track.fastapi : exercise.tracks[0]
        // What the file says of itself comes before what was chosen at the prompt some time ago.
        let written = file.flatMap { try? FileText.read($0) }.flatMap(Track.imported(by:))
        let track =
            track ?? written
            ?? remembered?.track.flatMap { exercise.tracks.contains($0) ? $0 : nil } ?? fallback
        guard exercise.tracks.contains(track) else {
            let tracks = exercise.tracks.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(id) is not for \(track.rawValue): its tracks are \(tracks).")
        }
        return (exercise, track)
    }

    private func grade(
        _ exercise: Exercise, _ track: Track, _ course: Course
    ) async throws -> [Report] {
        let folders = Folders()
        let workspace = Workspace(root: workspace ?? folders.workspace, course: course)
        let path = file ?? workspace.file(exercise, track)
        let shownAs = file ?? exercise.fileName(track)
        let seeds = seed.map { [$0] } ?? (0..<runs).map { _ in UInt64.readableSeed }
        do {
            let setup = PythonSetup(explicit: python.python, folders: folders)
            let interpreter = try await setup.interpreter(announcing: StandardErrorProgress())
            var configuration = HostConfiguration(interpreter: interpreter, preload: track.preload)
            let swift = track == .swift ? SwiftSetup(folders) : nil
            configuration.swiftKit = swift?.kit
            return try await AppHost.withHost(configuration) { host in
                try await swift?.prepare(host, announcing: StandardErrorProgress())
                let bench = Bench(host: host, course: course, swift: swift)
                var reports: [Report] = []
                for seed in seeds {
                    reports.append(
                        try await bench.grade(
                            exercise, track, path: path, shownAs: shownAs, seed: seed))
                }
                return reports
            }
        } catch let error where !(error is CancellationError) {
            let subject = Subject(
                exercise: exercise, track: track, file: shownAs, source: "", seed: seeds[0])
            return [Grader.report(GraderFailure(kind: "setup", message: "\(error)"), on: subject)]
        }
    }

    private func text(_ worst: Report, _ reports: [Report]) -> String {
        let profile = TerminalProfile()
        let head: StyledText =
            "\("\(worst.exercise)", .strong) in \(worst.track.title) · \(worst.file) · seed \(worst.seed)"
        var text = head + "\n" + ReportView(worst, profile: profile).text
        if reports.count > 1 {
            let passed = reports.count { $0.verdict == .pass }
            text += "\n  \(passed) of \(reports.count) runs passed; the worst is above"
        }
        return text.render(for: output == nil ? profile : .pipe)
    }
}
