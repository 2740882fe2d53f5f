import ArgumentParser
import Course
import Foundation
import Grading
import Hosting
import Progress
import Terminal

/// `routelings doctor`: what works here, what does not, and how to mend it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at everything that Routelings needs.")

    @OptionGroup var python: PythonOptions
    @OptionGroup var courseOptions: CourseOptions
    @Option(help: "swift: build what the Swift track needs, if it is missing.") var track: Track?
    @Option(help: "text or json.") var format = OutputFormat.text
    /// One thing that was looked at.
    private struct Item: Encodable {
        var name: String
        var isWell: Bool
        /// What was found, and the repair where it is not well.
        var detail: String
    }

    private struct Document: Encodable {
        var schema = 1
        var isWell: Bool
        var items: [Item]
    }

    func run() async throws {
        try await reportingFailures {
            let items = await examine()
            let isWell = items.allSatisfy(\.isWell)
            switch format {
            case .text: try emit(text(items))
            case .json: try emit(prettyJSON(Document(isWell: isWell, items: items)))
            }
            if !isWell { throw ExitCode.graderFailure }
        }
    }

    private func examine() async -> [Item] {
        let folders = Folders()
        var items: [Item] = []
        items.append(
            look("course") {
                let course = try courseOptions.read()
                return
                    "\(course.lessons.count) lessons, \(course.exercises.count) exercises in \(course.root)"
            })
        items.append(
            look("progress") {
                _ = try ProgressRecord(folders)
                return folders.progressFile
            })
        items.append(look("workspace") { try writable(folders.workspace) })
        items.append(terminal)
        var interpreter: String?
        items.append(
            await look("python") {
                let setup = PythonSetup(explicit: python.python, folders: folders)
                let found = try await setup.interpreter(announcing: StandardErrorProgress())
                interpreter = found
                return found
            })
        if let interpreter {
            items.append(await swift(interpreter, folders))
            items.append(await hosting(interpreter, folders))
        }
        return items
    }

    private var terminal: Item {
        let profile = TerminalProfile()
        let kind = profile.isInteractive ? "interactive" : "not interactive"
        let colour = profile.colour ? "colour" : "no colour"
        let text = profile.unicode ? "UTF-8" : "ASCII (set LANG to a UTF-8 locale for more)"
        return Item(
            name: "terminal", isWell: true,
            detail: "\(profile.width) columns, \(kind), \(colour), \(text)")
    }

    /// Whether the Swift track can be used; that it has not been built yet is no trouble.
    private func swift(_ interpreter: String, _ folders: Folders) async -> Item {
        await look("swift") {
            let setup = SwiftSetup(folders)
            if track == .swift {
                let progress = StandardErrorProgress()
                try await setup.prepare(interpreter: interpreter, announcing: progress)
            }
            let toolchain = try SwiftToolchain.find()
            let state = setup.kit.isReady ? "Hummingbird is built" : "built at the first use"
            return "\(toolchain.compiler), \(state) (\(setup.kit.folder))"
        }
    }

    /// Whether each framework can really be hosted: an empty app of each is started.
    private func hosting(_ interpreter: String, _ folders: Folders) async -> Item {
        await look("hosting") {
            let kit = SwiftSetup(folders).kit
            let configuration = HostConfiguration(interpreter: interpreter, swiftKit: kit)
            return try await AppHost.withHost(configuration) { host in
                var told: [String] = []
                for track in Track.allCases where track != .swift || kit.isReady {
                    let scratch = try ScratchApp(track: track, host: host)
                    var app = App(track == .swift ? .routes(scratch.file) : .file(scratch.file))
                    app.preload = track.preload
                    let outcome = try await host.withApp(app) { await $0.start }
                    guard case .ready(let facts) = outcome else {
                        throw GraderFailure(
                            kind: "host", message: "\(track.title) did not start: \(outcome)")
                    }
                    told.append("\(track.title) ready in \(Int(facts.readyIn.milliseconds)) ms")
                }
                return told.joined(separator: ", ")
            }
        }
    }

    private func writable(_ folder: String) throws -> String {
        do {
            try FileText.makeFolder(folder)
        } catch {
            throw GraderFailure(
                kind: "workspace", message: "\(error) Choose another with --workspace.")
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw GraderFailure(
                kind: "workspace",
                message: "\(folder) cannot be written: choose another with --workspace.")
        }
        return folder
    }

    private func look(_ name: String, _ body: () throws -> String) -> Item {
        do {
            return Item(name: name, isWell: true, detail: try body())
        } catch {
            return Item(name: name, isWell: false, detail: "\(error)")
        }
    }

    private func look(_ name: String, _ body: () async throws -> String) async -> Item {
        do {
            return Item(name: name, isWell: true, detail: try await body())
        } catch {
            return Item(name: name, isWell: false, detail: "\(error)")
        }
    }

    private func text(_ items: [Item]) -> String {
        let profile = TerminalProfile()
        return items.map { item in
            let (sign, role) = ReportView.sign(
                item.isWell ? .pass : .fail, unicode: profile.unicode)
            let head: StyledText = "\(sign, role) \(StyledText(item.name, .strong).padded(to: 10)) "
            return StyledText(item.detail).wrapped(to: profile.width, indent: head)
        }.joined(separator: "\n").render(for: profile)
    }
}
