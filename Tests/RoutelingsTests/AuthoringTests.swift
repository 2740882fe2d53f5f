import Foundation
import Testing

/// Follows docs/authoring.md and docs/grading.md as somebody does who reads them for the first time.
@Suite(.serialized) struct AuthoringTests {
    /// The commands that a document shows, one a line, without their indentation.
    private func commands(_ document: String, section: String) throws -> [[String]] {
        let text = try Program.courseFile("docs/\(document)")
        let start = try #require(text.range(of: "## \(section)\n"))
        let rest = text[start.upperBound...]
        let end = rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex
        return rest[..<end].split(separator: "\n")
            .filter { $0.hasPrefix("    routelings ") }
            .map { $0.split(separator: " ").dropFirst().map(String.init) }
    }

    @Test func anExerciseIsWrittenInTenMinutes() async throws {
        try await Program.inFreshHome { program in
            let course = "\(program.home)/course"
            let commands = try commands("authoring.md", section: "An exercise in ten minutes")
                .map { $0.map { $0 == "DIR" ? course : $0 } }
            let new = try #require(commands.first)
            let made = try await program.run(new)
            #expect(made.code == 0, "\(made.errors)")
            let check = ["course", "check", course, "--exercise", "say-it-back", "--runs", "1"]
            let proof = check + Program.pythonArguments
            let proved = try await program.run(proof)
            #expect(proved.code == 0, "\(proved.output)\(proved.errors)")

            // Step 3: one check for each promise. Step 5: a mutant with its own explanation.
            let folder = try exerciseFolder(below: course)
            let yaml = "\(folder)/exercise.yaml"
            try edit(
                yaml, "hints:",
                """
                  - id: R2
                    title: A path with more in it is not answered
                    category: routing
                    request: GET /words/${word}/more
                    expect: { status: 404 }
                    diagnose:
                      - when: { status: 200 }
                        mutant: M2
                        say: >-
                          /words/${word}/more was answered as well: one segment is one word.
                        at: '/words'
                hints:
                """)
            try edit(
                yaml, "  M1: {",
                "  M2: { cause: takes all that follows, fails: R2 }\n  M1: {")
            for (track, from, to) in [
                ("flask", "<word>", "<path:word>"), ("fastapi", "{word}", "{word:path}"),
            ] {
                let solution = try String(
                    contentsOfFile: "\(folder)/\(track)/solution/app.py", encoding: .utf8)
                let mutant = solution.replacing(from, with: to)
                try Data(mutant.utf8).write(to: URL(filePath: "\(folder)/\(track)/mutants/M2.py"))
            }
            let more = try await program.run(proof)
            #expect(more.code == 0, "\(more.output)\(more.errors)")

            // A mutant that is no mistake at all is named.
            let solution = try Data(
                contentsOf: URL(filePath: "\(folder)/fastapi/solution/app.py"))
            try solution.write(to: URL(filePath: "\(folder)/fastapi/mutants/M2.py"))
            let refuted = try await program.run(proof)
            #expect(refuted.code == 1)
            #expect(
                refuted.output.contains(
                    "say-it-back, fastapi, mutant M2: expected R2 to fail, but all checks passed"),
                "\(refuted.output)")
        }
    }

    @Test func aNewRepositoryBecomesACourseThatGitKeeps() async throws {
        try await Program.inFreshHome { program in
            let course = "\(program.home)/course"
            try FileManager.default.createDirectory(
                atPath: "\(course)/.git", withIntermediateDirectories: true)
            let made = try await program.run(["course", "new", "two-words", "--course", course])
            #expect(made.code == 0, "\(made.errors)")
            // Git keeps no folder without a file.
            let lessons = try FileManager.default.contentsOfDirectory(atPath: "\(course)/lessons")
            #expect(lessons == ["01-unit.md"])
            let yaml = try String(
                contentsOfFile: "\(course)/exercises/01-unit/two-words/exercise.yaml",
                encoding: .utf8)
            #expect(yaml.contains("title: Two words\n"))
            let proof = ["course", "check", course, "--runs", "1"] + Program.pythonArguments
            let proved = try await program.run(proof)
            #expect(
                proved.code == 0 && proved.output.contains("mutants and 1 lesson are as promised"),
                "\(proved.output)\(proved.errors)")

            // Where nothing was tried nothing is proved.
            let empty = try await program.run(
                proof + ["--exercise", "two-words", "--track", "swift"])
            #expect(empty.code == 64 && empty.errors.contains("two-words has nothing for swift"))

            // An exercise in a folder that is no unit is not just missing.
            try FileManager.default.moveItem(
                atPath: "\(course)/exercises/01-unit", toPath: "\(course)/exercises/unit")
            let refuted = try await program.run(proof + ["--exercise", "two-words"])
            #expect(refuted.code == 1)
            #expect(
                refuted.output.contains("exercises/unit:1:1: a unit is a folder called NN-name"),
                "\(refuted.output)\(refuted.errors)")
        }
    }

    private func exerciseFolder(below course: String) throws -> String {
        let units = try FileManager.default.contentsOfDirectory(atPath: "\(course)/exercises")
        return "\(course)/exercises/\(try #require(units.first))/say-it-back"
    }

    private func edit(_ file: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains(old), "\(file) has no \(old)")
        try Data(text.replacing(old, with: new).utf8).write(to: URL(filePath: file))
    }

    /// What a runner keeps from one job to the next is what the job then finds, and no more.
    @Test func theGitLabJobFetchesIntoWhatItHasKept() async throws {
        try await Program.inFreshHome { program in
            let job = try script("job", language: "yaml").split(separator: "\n")
            let fetch = try #require(job.first { $0.contains("git clone") }).dropFirst(6)
            let paths = try #require(job.first { $0.contains("paths: [") })
            let kept = try #require(paths.firstMatch(of: /\[(.*)\]/)).1.replacing(", ", with: " ")
            let origin = "\(program.home)/origin"
            func bash(_ script: String) async throws -> Program.Outcome {
                try await program.run(
                    ["bash", "-euc", script], executable: URL(filePath: "/usr/bin/env"),
                    environment: ["ROUTELINGS_REPOSITORY": "file://\(origin)"])
            }
            let made = try await bash(
                """
                git init --quiet \(origin); cd \(origin)
                git -c user.name=a -c user.email=a@b commit --quiet --allow-empty --message=first
                mkdir \(program.home)/one \(program.home)/two; cd \(program.home)/one
                \(fetch)
                mkdir -p routelings/.build routelings-home
                """)
            #expect(made.code == 0, "\(made.errors)")
            let again = try await bash(
                """
                cd \(program.home)/one; cp -r --parents \(kept) ../two; cd ../two
                \(fetch)
                """)
            #expect(again.code == 0, "\(again.errors)")
        }
    }

    /// What docs/grading.md shows under `name`.
    private func script(_ name: String, language: String = "bash") throws -> String {
        let text = try Program.courseFile("docs/grading.md")
        let start = try #require(text.range(of: "```\(language) \(name)\n"))
        let end = try #require(text[start.upperBound...].range(of: "\n```"))
        return String(text[start.upperBound..<end.lowerBound]) + "\n"
    }

    @Test func theGradescopeAutograderLeavesItsResults() async throws {
        try await Program.inFreshHome { program in
            let autograder = "\(program.home)/autograder"
            try FileManager.default.createDirectory(
                atPath: "\(autograder)/submission", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: Program.root.appending(
                    path: "exercises/02-routing/path-params/fastapi/solution/app.py"
                ).path(), toPath: "\(autograder)/submission/app.py")
            let python = Program.pythonArguments.joined(separator: " ")
            let script = try script("run_autograder")
                .replacing("--runs 3", with: "--runs 2 \(python)")
            let environment = [
                "AUTOGRADER": autograder, "ROUTELINGS": Program.root.path(),
            ]
            let bash = URL(filePath: "/usr/bin/env")
            let done = try await program.run(
                ["bash", "-c", script], executable: bash, environment: environment)
            #expect(done.code == 0, "\(done.errors)")
            let file = "\(autograder)/results/results.json"
            let results = try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(filePath: file)))
            #expect((results as? [String: Any])?["score"] is Int)

            // Without a submission the autograder itself has failed.
            try FileManager.default.removeItem(atPath: "\(autograder)/submission/app.py")
            try FileManager.default.removeItem(atPath: file)
            let failed = try await program.run(
                ["bash", "-c", script], executable: bash, environment: environment)
            #expect(failed.code == 1)
            #expect(!FileManager.default.fileExists(atPath: file))
        }
    }
}
