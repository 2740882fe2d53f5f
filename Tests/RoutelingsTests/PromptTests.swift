import Foundation
import Testing

/// The real prompt on a real pseudo-terminal, as a learner meets it.
@Suite(.serialized) struct PromptTests {
    private static let exercise = "exercises/02-routing/path-params/fastapi"

    private func save(_ part: String, to file: URL) throws {
        // As editors do: a new file, renamed over the old one.
        let text = try Program.courseFile("\(Self.exercise)/\(part)")
        try Data(text.utf8).write(to: file, options: .atomic)
    }

    @Test func aLearnerReadsFailsAsksPassesAndComesBack() async throws {
        try await Program.inFreshHome { program in
            let file = URL(filePath: program.home).appending(
                path: "work/fastapi/path-params/app.py")
            let arguments =
                ["learn", "--workspace", program.home + "/work"] + Program.pythonArguments
            let prompt = try Conversation(program, arguments)

            try await prompt.see("Which framework")
            prompt.type("fas\r")
            try await prompt.see("fastapi ›")
            prompt.type("lesson 2\r")
            try await prompt.see("Routing")
            try await prompt.see("Answer with a letter")
            prompt.type("answer b\r")
            try await prompt.see("Right.")

            prompt.type("exercise path-params\r")
            try await prompt.see("Your file")
            try await prompt.see("fastapi path-params › ")

            // Each save is checked above a line that is half typed, and the line survives.
            prompt.type("get /tools/12")
            try await prompt.see("get /tools/12")
            try save("starter/app.py", to: file)
            try await prompt.see("✗")
            try await prompt.see("points")
            try await prompt.see("fastapi path-params › get /tools/12")

            try save("mutants/M1.py", to: file)
            try await prompt.see("The id came back as text")
            try await prompt.see("fastapi path-params › get /tools/12")
            prompt.type("\r")
            try await prompt.see("HTTP/1.1 200 OK")
            try await prompt.see(#""12""#)
            prompt.type("post /tools name=drill\r")
            try await prompt.see("HTTP/1.1 40")

            prompt.type("hint\r")
            try await prompt.see("Hint 1 of 3")

            prompt.type("get /to")
            try await prompt.see("fastapi path-params › get /to")
            try save("solution/app.py", to: file)
            try await prompt.see("Passed")
            try await prompt.see("7/7 points")
            try await prompt.see("fastapi path-params › get /to")
            prompt.type("\u{15}")
            prompt.type("quit\r")
            #expect(await prompt.end() == 0)

            let again = try Conversation(program, arguments)
            try await again.see(" 1/")
            try await again.see("fastapi path-params › ")
            again.type("progress\r")
            try await again.see("routing")
            try await again.see("path-params: 1 hint")
            // Between two lines the terminal is in its ordinary mode, which swallows Ctrl-D.
            try await again.see("fastapi path-params › ")
            again.type("\u{4}")
            #expect(await again.end() == 0)
        }
    }

    @Test func ctrlCBringsThePromptBackWhereTheTerminalReadsTheKeys() async throws {
        try await Program.inFreshHome { program in
            let prompt = try Conversation(
                program, ["learn", "--track", "flask", "--plain"] + Program.pythonArguments)
            prompt.type("help\n")
            try await prompt.see("Tab completes")
            try await prompt.see("flask › ")
            kill(prompt.process.processIdentifier, SIGINT)
            try await prompt.see("\nflask › ", bound: .seconds(10))
            prompt.type("quit\n")
            #expect(await prompt.end() == 0)
        }
    }

    @Test func commandsArePipedInAndTheVerdictIsTheExitCode() async throws {
        try await Program.inFreshHome { program in
            let outcome = try await program.run(
                ["learn"] + Program.pythonArguments, input: "exercise hello-text\ncheck\n")
            #expect(outcome.output.contains("R1"))
            #expect(!outcome.output.contains("\u{1B}"))
            #expect(outcome.code == 1)
        }
    }
}
