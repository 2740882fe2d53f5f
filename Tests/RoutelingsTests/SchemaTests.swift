import Foundation
import Testing

/// Reports and exercises against their published JSON Schemas, with a validator that is not ours.
@Suite(.serialized) struct SchemaTests {
    /// Commands whose reports differ in kind: pass, fail, no start, repeated, noted, error.
    private static let cases: [(name: String, arguments: [String])] = [
        ("pass", ["created-and-gone", "--track", "flask", "--file", solution("flask")]),
        (
            "runs",
            [
                "created-and-gone", "--runs", "2", "--track", "fastapi", "--file",
                solution("fastapi"),
            ]
        ),
        ("fail", ["hello-text", "--track", "fastapi", "--file", solution("fastapi")]),
        ("start", ["hello-text", "--track", "flask", "--file", learner("raises_at_import")]),
        (
            "notes",
            ["hello-text", "--track", "flask", "--file", learner("leaves_a_stubborn_child")]
        ),
        ("error", ["hello-text", "--track", "flask", "--file", "/nowhere/app.py"]),
    ]

    private static func solution(_ track: String) -> String {
        Program.root.appending(
            path: "exercises/03-responses/created-and-gone/\(track)/solution/app.py"
        )
        .path()
    }

    private static func learner(_ name: String) -> String {
        Program.root.appending(path: "Tests/RoutelingsTests/Learners/\(name).py").path()
    }

    static func schemaCheck(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.inFreshHome { program in
            // Its packages are kept between runs: they are no part of what is tested.
            let shared = ProcessInfo.processInfo.environment["ROUTELINGS_HOME"] ?? program.home
            return try await program.run(
                arguments, executable: Program.root.appending(path: "scripts/schema-check"),
                environment: ["ROUTELINGS_HOME": shared])
        }
    }

    @Test func everyKindOfReportFitsItsSchema() async throws {
        try await Program.inFreshHome { program in
            var files: [String] = []
            for (name, arguments) in Self.cases {
                let file = "\(program.home)/\(name).json"
                _ = try await program.run(
                    ["check"] + arguments + ["--format", "json", "--output", file]
                        + Program.pythonArguments)
                files.append(file)
            }
            let outcome = try await Self.schemaCheck(["--report"] + files)
            #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
        }
    }

    @Test func gitHubGetsAnAnnotationOnTheLearnersLineAndASummary() async throws {
        try await Program.inFreshHome { program in
            let summary = "\(program.home)/summary.md"
            try Data().write(to: URL(filePath: summary))
            let file = Self.learner("raises_at_import")
            let outcome = try await program.run(
                ["check", "hello-text", "--track", "flask", "--file", file, "--format", "github"]
                    + Program.pythonArguments, environment: ["GITHUB_STEP_SUMMARY": summary])
            #expect(outcome.output.hasPrefix("::error file=\(file),line=11,title=R1 "))
            let text = try String(contentsOf: URL(filePath: summary), encoding: .utf8)
            #expect(text.contains("### hello-text in Flask: 0/5 points"))
        }
    }

    @Test func gradescopeGetsAScoreOnlyWhereSomethingWasGraded() async throws {
        try await Program.inFreshHome { program in
            let passed = try await program.run(
                ["check"] + Self.cases[0].arguments + ["--format", "gradescope"]
                    + Program.pythonArguments)
            let results = try passed.object
            #expect(results["score"] as? Int == 7)
            #expect((results["tests"] as? [[String: Any]])?.count == 4)
            let error = try await program.run(
                ["check", "hello-text", "--track", "flask", "--file", "/nowhere/app.py"]
                    + ["--format", "gradescope"] + Program.pythonArguments)
            #expect(error.code == 3)
            #expect(error.output.isEmpty)
        }
    }

    @Test func everyExerciseFitsItsSchema() async throws {
        let outcome = try await Self.schemaCheck([])
        #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    }
}
