import Course
import Foundation
import Grading
import Hosting
import Testing

@testable import routelings

/// What is not the learner's doing costs no point: it is `error`, or it is tried again.
@Suite(.serialized) struct GraderErrorTests {
    private static let course = Program.root.path()

    private func grade(_ source: String) async throws -> Report {
        let python = try #require(Program.python, "scripts/test prepares an interpreter")
        let course = try Course.read(from: Self.course)
        let exercise = try #require(course.exercise("hello-text"))
        return try await AppHost.withHost(HostConfiguration(interpreter: python)) { host in
            let file = try host.write(source, named: "app.py")
            return try await Bench(host: host, course: course).grade(
                exercise, .flask, path: file, shownAs: "app.py", seed: 7)
        }
    }

    private func solution(_ before: String) throws -> String {
        before
            + (try Program.courseFile("exercises/01-first-server/hello-text/flask/solution/app.py"))
    }

    @Test func aWorkerThatIsKilledOnceFromOutsideIsTriedAgain() async throws {
        let marker = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: marker) }
        let report = try await grade(
            try solution(
                """
                import os

                if not os.path.exists("\(marker)"):
                    open("\(marker)", "w").close()
                    os.kill(os.getpid(), 9)

                """))
        #expect(report.verdict == .pass)
    }

    @Test func anAppThatKillsItselfEachTimeIsToldSo() async throws {
        let report = try await grade(try solution("import os\n\nos.kill(os.getpid(), 9)\n"))
        #expect(report.verdict == .fail)
        #expect(report.checks[0].findings[0].diagnosis?.contains("signal 9") == true)
    }

    /// Ends the nursery, which is the parent of the worker, and its parent, the keeper.
    private static let endOfSupervision = """
        import os
        import pathlib
        import signal

        def end_supervision():
            pid = os.getppid()
            while pid > 1:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                if b"python" not in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
                    break
                os.kill(pid, signal.SIGKILL)
                pid = int(fields[1])

        """

    @Test func aCheckWhoseSupervisionIsEndedOnceFromOutsideIsTriedAgain() async throws {
        let marker = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: marker) }
        let report = try await grade(
            try solution(
                Self.endOfSupervision + """

                    if not os.path.exists("\(marker)"):
                        open("\(marker)", "w").close()
                        end_supervision()

                    """))
        #expect(report.verdict == .pass)
    }

    @Test func whoEndsTheGradersProcessesGetsNeitherPointNorBlame() async throws {
        let report = try await grade(
            try solution(Self.endOfSupervision + "\nend_supervision()\n"))
        #expect(report.verdict == .error)
        #expect(report.points == 0)
        #expect(report.error?.message.contains("Run the check again") == true)
    }

    @Test func aFullDiskIsNobodysFaultUnlessTheAppFilledIt() throws {
        let full = DiskSpace(free: 4_096, own: 100)
        #expect(full.failure(at: "/tmp/x")?.message.contains("4096 bytes are left") == true)
        #expect(DiskSpace(free: 4_096, own: 1 << 30).failure(at: "/tmp/x") == nil)
        #expect(DiskSpace(free: 1 << 30, own: 100).failure(at: "/tmp/x") == nil)
        let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path()
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(DiskSpace(at: folder)?.own == 0)
    }

    @Test func aReportThatCannotBeWrittenIsOurFailure() async throws {
        try await Program.inFreshHome { program in
            let command = [
                "ulimit -f 0;", Program.executable.path(), "check hello-text --track flask",
                "--format json --output", "\(program.home)/report.json", "--file",
                Program.root.appending(
                    path: "exercises/01-first-server/hello-text/flask/solution/app.py"
                ).path(),
            ]
            let outcome = try await program.run(
                ["-c", (command + Program.pythonArguments).joined(separator: " ")],
                executable: URL(filePath: "/bin/sh"))
            #expect(outcome.code == 3)
            #expect(outcome.errors.contains("the disk may be full"))
        }
    }

    @Test func aBrokenExerciseIsOurFailure() async throws {
        try await Program.inFreshHome { program in
            let made = try await program.run(
                ["course", "new", "say-it-back", "--course", "\(program.home)/course"])
            #expect(made.code == 0)
            let file = "\(program.home)/course/exercises/01-basics/say-it-back/exercise.yaml"
            let folder = "\(program.home)/course/exercises"
            let units = try FileManager.default.contentsOfDirectory(atPath: folder)
            let yaml = "\(folder)/\(units[0])/say-it-back/exercise.yaml"
            let text = try String(contentsOfFile: yaml, encoding: .utf8)
            try Data(text.replacing("checks:", with: "cheks:").utf8).write(to: URL(filePath: yaml))
            let outcome = try await program.run(
                ["check", "say-it-back", "--course", "\(program.home)/course", "--track", "flask"]
                    + ["--file", file] + Program.pythonArguments)
            #expect(outcome.code == 3)
            #expect(outcome.errors.contains("did you mean \"checks\"?"), "\(outcome.errors)")
        }
    }
}
