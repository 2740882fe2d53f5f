import Course
import Foundation
import Grading
import Terminal
import Testing

@testable import Hosting
@testable import routelings

/// Ways to cheat the grader or to trip it: none passes, none hangs, each is explained, none reaches
/// a terminal, and nothing of it stays.
@Suite(.serialized) struct CheatTests {
    @Test func noneOfThemPasses() async throws {
        try await judge { !$0.isAlone }
    }

    @Test func noneOfThoseWhoTakeTheWholeMachinePasses() async throws {
        try await judge(together: 1) { $0.isAlone }
    }

    @Test func everyCheatSaysWhatMustBeToldOfIt() throws {
        let cheats = try Cheat.all()
        #expect(cheats.count >= 50)
        for cheat in cheats { #expect(cheat.told != nil, "\(cheat.name)") }
    }

    @Test func whoKillsTheProgramItselfGetsNoVerdict() async throws {
        try await Program.inFreshHome { program in
            let file = "\(program.home)/app.py"
            let source = """
                import os
                import pathlib
                import signal

                pid = os.getppid()
                while b"routelings\\0check" not in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
                    stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
                    pid = int(stat.rsplit(")", 1)[1].split()[1])
                os.kill(pid, signal.SIGKILL)
                """
            try Data(source.utf8).write(to: URL(filePath: file))
            let outcome = try await program.run(
                ["check", "hello-text", "--track", "flask", "--file", file, "--format", "json"]
                    + Program.pythonArguments)
            #expect(outcome.code == SIGKILL)
            #expect(outcome.output.isEmpty)
        }
    }

    // MARK: Judging

    private func judge(
        together: Int = 4, _ isMeant: (Cheat) -> Bool
    ) async throws {
        let python = try #require(Program.python, "scripts/test prepares an interpreter")
        let course = try Course.read(from: Program.root.path())
        let swift = SwiftPromptTests.kit == nil ? nil : SwiftSetup(Folders())
        var configuration = HostConfiguration(interpreter: python)
        configuration.swiftKit = swift?.kit
        let cheats = try Cheat.all().filter(isMeant).filter { $0.track != .swift || swift != nil }
        try await AppHost.withHost(configuration) { host in
            let bench = Bench(host: host, course: course, swift: swift)
            await withTaskGroup(of: Void.self) { group in
                for (index, cheat) in cheats.enumerated() {
                    if index >= together { await group.next() }
                    group.addTask { await judge(cheat, course, bench) }
                }
            }
        }
    }

    private func judge(_ cheat: Cheat, _ course: Course, _ bench: Bench) async {
        do {
            let exercise = try #require(course.exercise(cheat.exercise))
            let name = exercise.fileName(cheat.track)
            let file = try bench.host.write(cheat.source, named: name)
            let report = try await bench.grade(
                exercise, cheat.track, path: file, shownAs: name, seed: 7)
            #expect(
                report.verdict.rawValue == cheat.verdict,
                "\(cheat.name): \(report.verdict) \(report.error?.message ?? "")")
            let said = said(of: report)
            #expect(said.contains(cheat.told ?? "\0"), "\(cheat.name): \(said)")
            if let line = cheat.line {
                #expect(report.firstFinding?.place?.line == line, "\(cheat.name)")
            }
            for text in try everyFormat(report) {
                let isRaw = text.contains(where: \.drivesATerminal)
                #expect(!isRaw, "\(cheat.name): \(text)")
            }
        } catch {
            Issue.record("\(cheat.name): \(error)")
        }
    }

    /// What a learner is told first.
    private func said(of report: Report) -> String {
        if let error = report.error { return error.message }
        guard let finding = report.firstFinding else { return report.notes.joined() }
        return "\(finding.difference.path): \(finding.diagnosis ?? "")"
    }

    private func everyFormat(_ report: Report) throws -> [String] {
        let log = HostRecord(log: report.checks.map { LogLine(source: .raw, text: $0.log) })
        return [
            report.junit(), report.tap(), report.githubAnnotations(path: "app.py"),
            report.markdownSummary(), String(decoding: try report.json(), as: UTF8.self),
            String(decoding: try report.gradescope() ?? Data(), as: UTF8.self),
            ReportView(report, profile: .pipe).text.render(for: .pipe),
            LogView(file: "app.py").text(log, report.checks).render(for: .pipe),
        ]
    }
}

extension Report {
    fileprivate var firstFinding: Finding? {
        checks.first { $0.verdict == .fail }?.findings.first
    }
}

extension Character {
    /// Whether a terminal would obey it.
    fileprivate var drivesATerminal: Bool {
        unicodeScalars.contains {
            $0.properties.generalCategory == .control && !["\n", "\t"].contains($0)
        }
    }
}
