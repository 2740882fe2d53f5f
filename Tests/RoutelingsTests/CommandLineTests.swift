import Foundation
import Testing

/// The command line's contract: names, formats and exit codes.
@Suite(.serialized) struct CommandLineTests {
    private func solution(_ exercise: String, _ track: String) -> String {
        Program.root.appending(path: "exercises/\(exercise)/\(track)/solution/app.py").path()
    }

    private func check(_ arguments: [String], _ program: Program) async throws -> Program.Outcome {
        try await program.run(["check"] + arguments + Program.pythonArguments)
    }

    @Test func aPassingFileExitsWith0() async throws {
        try await Program.inFreshHome { program in
            let outcome = try await check(
                [
                    "path-params", "--track", "fastapi", "--format", "json", "--seed", "4711",
                    "--file", solution("02-routing/path-params", "fastapi"),
                ], program)
            #expect(outcome.code == 0)
            let report = try outcome.object
            #expect(report["verdict"] as? String == "pass")
            #expect(report["seed"] as? Int == 4711)
            #expect(report["points"] as? Int == report["maxPoints"] as? Int)
            #expect(report["runs"] == nil)
        }
    }

    @Test func repeatedRunsAreListed() async throws {
        try await Program.inFreshHome { program in
            let outcome = try await check(
                [
                    "hello-text", "--track", "flask", "--format", "json", "--runs", "3",
                    "--file", solution("01-first-server/hello-text", "flask"),
                ], program)
            let runs = try #require(try outcome.object["runs"] as? [[String: Any]])
            #expect(runs.count == 3)
            #expect(runs.allSatisfy { $0["verdict"] as? String == "pass" })
        }
    }

    @Test func aProgramThatPATHLedToFindsItsCourse() async throws {
        try await Program.inFreshHome { program in
            let folder = Program.executable.deletingLastPathComponent().path()
            let outcome = try await program.run(
                ["bash", "-c", "cd \(program.home) && routelings list"],
                executable: URL(filePath: "/usr/bin/env"),
                environment: ["PATH": "\(folder):/usr/bin:/bin"])
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("path-params"))
        }
    }

    @Test func theSameSeedDrawsTheSameValues() async throws {
        try await Program.inFreshHome { program in
            let arguments = [
                "path-params", "--track", "flask", "--format", "json", "--seed", "7",
                "--file", solution("02-routing/path-params", "flask"),
            ]
            let first = try await check(arguments, program).object
            let second = try await check(arguments, program).object
            let titles = [first, second].map { report in
                (report["checks"] as? [[String: Any]])?.compactMap { $0["title"] as? String }
            }
            #expect(titles[0] == titles[1])
        }
    }

    @Test func aMissingFileIsTheGradersAffairAndExitsWith3() async throws {
        try await Program.inFreshHome { program in
            let outcome = try await check(
                [
                    "hello-text", "--track", "flask", "--format", "json", "--file",
                    "/nowhere/app.py",
                ],
                program)
            #expect(outcome.code == 3)
            let report = try outcome.object
            #expect(report["verdict"] as? String == "error")
            #expect((report["error"] as? [String: Any])?["message"] is String)
        }
    }

    @Test func aHomeThatCannotBeMadeIsNamedWithTheReason() async throws {
        try await Program.inFreshHome { program in
            let home = "\(program.home)/file/home"
            try Data().write(to: URL(filePath: "\(program.home)/file"))
            let file = solution("01-first-server/hello-text", "flask")
            for arguments in [
                ["check", "hello-text", "--format", "tap", "--file", file], ["doctor"],
            ] {
                let outcome = try await program.run(
                    arguments, environment: ["ROUTELINGS_HOME": home])
                #expect(outcome.code == 3)
                let words = outcome.output.split(whereSeparator: \.isWhitespace)
                #expect(
                    words.joined(separator: " ").contains(
                        "cannot be made: Not a directory. Set ROUTELINGS_HOME"),
                    "\(outcome.output)")
            }
        }
    }

    @Test(arguments: [
        ["check", "helo-text"], ["check", "hello-text", "--track", "django"],
        ["check", "hello-text", "--runs", "0"], ["frobnicate"], ["serve", "nowhere.py"],
        ["course", "new", "No Id"],
    ])
    func wrongUsageExitsWith64(arguments: [String]) async throws {
        try await Program.inFreshHome { program in
            let outcome = try await program.run(arguments)
            #expect(outcome.code == 64)
            #expect(outcome.output.isEmpty)
            #expect(!outcome.errors.isEmpty)
        }
    }

    @Test func aMisspeltCommandGetsASuggestion() async throws {
        try await Program.inFreshHome { program in
            let outcome = try await program.run(["chek", "hello-text", "--track", "flask"])
            #expect(outcome.code == 64)
            #expect(outcome.errors.contains(#"Unknown command "chek": did you mean "check"?"#))
        }
    }

    @Test func aMisspeltExerciseGetsASuggestion() async throws {
        try await Program.inFreshHome { program in
            let outcome = try await program.run(["check", "helo-text"])
            #expect(outcome.errors.contains("Did you mean hello-text?"))
            #expect(!outcome.errors.contains("Usage"))
        }
    }

    @Test func anInterpreterThatIsNoneIsTheGradersAffair() async throws {
        try await Program.inFreshHome { program in
            let outcome = try await program.run([
                "check", "hello-text", "--track", "flask", "--format", "json", "--python",
                "/nowhere/python", "--file", solution("01-first-server/hello-text", "flask"),
            ])
            #expect(outcome.code == 3)
            #expect(try outcome.object["verdict"] as? String == "error")
        }
    }

    @Test func theListIsOneJSONObject() async throws {
        try await Program.inFreshHome { program in
            let list = try await program.run(["list", "--format", "json"]).object
            let exercises = try #require(list["exercises"] as? [[String: Any]])
            let ids = exercises.compactMap { $0["id"] as? String }
            #expect(Set(["hello-text", "path-params", "new-tool", "fast-lane"]).isSubset(of: ids))
            #expect((list["lessons"] as? [[String: Any]])?.isEmpty == false)
        }
    }

    @Test func aNewExercisePassesItsProofAtOnce() async throws {
        try await Program.inFreshHome { program in
            let course = program.home + "/course"
            for folder in ["lessons", "exercises"] {
                try FileManager.default.copyItem(
                    atPath: Program.root.appending(path: folder).path(),
                    toPath: "\(course)-\(folder)")
            }
            try FileManager.default.createDirectory(
                atPath: course, withIntermediateDirectories: true)
            for folder in ["lessons", "exercises"] {
                try FileManager.default.moveItem(
                    atPath: "\(course)-\(folder)", toPath: "\(course)/\(folder)")
            }
            let made = try await program.run(["course", "new", "say-it-back", "--course", course])
            #expect(made.code == 0)
            let proved = try await program.run(
                ["course", "check", course, "--exercise", "say-it-back", "--runs", "2"]
                    + Program.pythonArguments)
            #expect(proved.code == 0, "\(proved.output)\(proved.errors)")
        }
    }
}
