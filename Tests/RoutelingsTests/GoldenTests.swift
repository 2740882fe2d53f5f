import Foundation
import Testing

/// What every format says of the same three runs, to the letter, and what others read of it.
///
/// `ROUTELINGS_WRITE_GOLDEN=1` writes the files of `Golden` anew; look at the difference then.
@Suite(.serialized) struct GoldenTests {
    private static let folder = Program.root.appending(path: "Tests/RoutelingsTests/Golden")
    private static let course = "Tests/RoutelingsTests/Golden/course"
    private static let files = "\(course)/exercises/01-tools/tool-list/flask"
    private static let runs: [(name: String, file: String, code: Int32)] = [
        ("pass", "\(files)/solution/app.py", 0), ("fail", "\(files)/mutants/M1.py", 1),
        ("error", "\(files)/nowhere.py", 3),
    ]
    /// Formats, and how their files are called.
    private static let formats = [
        ("text", "txt"), ("json", "json"), ("junit", "xml"), ("tap", "tap"), ("github", "github"),
        ("gradescope", "gradescope.json"),
    ]

    @Test func everyFormatIsAsItWas() async throws {
        for run in Self.runs {
            for (format, ending) in Self.formats { try await compare(run, format, ending) }
        }
    }

    private func compare(
        _ run: (name: String, file: String, code: Int32), _ format: String, _ ending: String
    ) async throws {
        try await Program.inFreshHome { program in
            let summary = "\(program.home)/summary.md"
            let outcome = try await program.run(
                ["check", "tool-list", "--course", Self.course, "--track", "flask", "--seed", "7"]
                    + ["--file", run.file, "--format", format] + Program.pythonArguments,
                environment: ["GITHUB_STEP_SUMMARY": summary])
            #expect(outcome.code == run.code, "\(run.name).\(ending)")
            try expect(outcome.output + outcome.errors, "\(run.name).\(ending)")
            guard format == "github" else { return }
            try expect(String(contentsOfFile: summary, encoding: .utf8), "\(run.name).summary.md")
        }
    }

    private func expect(_ text: String, _ name: String) throws {
        let file = Self.folder.appending(path: name)
        let seen = Self.withoutTime(text)
        if ProcessInfo.processInfo.environment["ROUTELINGS_WRITE_GOLDEN"] != nil {
            try Data(seen.utf8).write(to: file)
        }
        #expect(try seen == String(contentsOf: file, encoding: .utf8), "\(name)")
    }

    /// The text with zero for every time that was measured: nothing else varies from run to run.
    private static func withoutTime(_ text: String) -> String {
        text.replacing(/("(?:milliseconds|execution_time)" : |time=")[0-9.e-]+/) { "\($0.1)0" }
    }

    // MARK: What others read

    private func read(_ option: String, _ names: String...) async throws -> String {
        let paths = names.map { Self.folder.appending(path: $0).path() }
        let outcome = try await SchemaTests.schemaCheck([option] + paths)
        #expect(outcome.code == 0, "\(option): \(outcome.output)\(outcome.errors)")
        return outcome.output
    }

    @Test func jsonschemaReadsTheReport() async throws {
        #expect(try await read("--report", "pass.json", "fail.json", "error.json").contains("3"))
    }

    @Test func junitparserReadsTheSuite() async throws {
        let read = try await read("--junit", "pass.xml", "fail.xml", "error.xml")
        #expect(read.contains("tool-list (flask) 6 0 0 0"))
        #expect(read.contains("tool-list (flask) 6 3 0 2"))
        #expect(read.contains("tool-list (flask) 1 0 1 0"))
    }

    @Test func tapPyReadsTheStream() async throws {
        let read = try await read("--tap", "fail.tap", "error.tap")
        #expect(read.hasPrefix("1 ok\n2 not ok\n3 SKIP\n4 not ok\n5 not ok\n6 not ok\nBail out! "))
    }

    @Test func gitHubsToolkitWritesTheSameAnnotations() async throws {
        let read = try await read("--github", "pass.github", "fail.github", "error.github")
        #expect(read.contains("error \(Self.files)/mutants/M1.py 24"))
    }

    @Test func markdownItReadsTheSummary() async throws {
        let read = try await read("--summary", "pass.summary.md", "fail.summary.md")
        #expect(read.contains("5 ✗ V1 0/3\n") && read.contains("5 – V2 0/1\n"))
    }

    @Test func gradescopeUtilsWritesTheSameResults() async throws {
        let read = try await read("--gradescope", "pass.gradescope.json", "fail.gradescope.json")
        #expect(read.hasPrefix("8 passed passed passed passed passed passed\n2 passed failed"))
    }
}
