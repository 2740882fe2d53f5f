import Foundation
import Testing

/// Requests that are typed right after a save reach what was saved, whatever came before.
@Suite(.serialized) struct FreePlayTests {
    /// A learner with `hello-text` open.
    private struct Desk {
        let prompt: Conversation
        let file: URL

        /// Saves an app that answers with `version`, as editors do, after running `first`.
        func save(_ version: String, first: String = "", inHandler: String = "pass") throws {
            let text = """
                import time
                from flask import Flask
                \(first)
                app = Flask(__name__)

                @app.get("/")
                def sign():
                    \(inHandler)
                    return "this is \(version)."
                """
            try Data(text.utf8).write(to: file, options: .atomic)
        }

        /// Saves an app that its check waits for in vain.
        func saveWhatHangs(first: String = "", inHandler: String = "pass") async throws {
            try save("hanging", first: first, inHandler: inHandler)
            try await prompt.see("Still checking")
        }

        func get(_ version: String) async throws {
            prompt.type("get /\r")
            try await prompt.see("HTTP/1.1 200 OK")
            try await prompt.see("this is ")
            #expect(try await prompt.see(".") == "\(version).")
        }

        /// Leaves, and waits for the end.
        func quit() async {
            prompt.type("quit\r")
            #expect(await prompt.end() == 0)
        }
    }

    private func withDesk(_ body: (Desk) async throws -> Void) async throws {
        try await Program.inFreshHome { program in
            let arguments = ["learn", "--track", "flask", "--workspace", program.home + "/work"]
            let prompt = try Conversation(program, arguments + Program.pythonArguments)
            try await prompt.see("flask ›")
            prompt.type("exercise hello-text\r")
            try await prompt.see("flask hello-text › ")
            let folder = URL(filePath: program.home).appending(path: "work/flask/hello-text")
            try await body(Desk(prompt: prompt, file: folder.appending(path: "app.py")))
        }
    }

    @Test func everySaveCountsAtOnce() async throws {
        try await withDesk { desk in
            for version in 1...20 {
                try desk.save("\(version)")
                try await desk.get("\(version)")
            }
            try desk.save("early")
            try desk.save("late")
            try await desk.get("late")
            try desk.save("broken", first: "def (")
            desk.prompt.type("get /\r")
            try await desk.prompt.see("HTTP/1.1 502")
            try await desk.prompt.see("Line 3, column 5: invalid syntax")
            try desk.save("mended")
            try await desk.get("mended")
            await desk.quit()
        }
    }

    @Test func aHandlerThatHangsDoesNotHoldUpTheNextSave() async throws {
        try await withDesk { desk in
            try await desk.saveWhatHangs(inHandler: "time.sleep(600)")
            try desk.save("quick")
            try await desk.get("quick")
            await desk.quit()
        }
    }

    /// While a check of one hanging file runs, free play hosts another.
    @Test func aFileThatHangsDoesNotHoldUpTheNextSave() async throws {
        try await withDesk { desk in
            let pipe = desk.file.deletingLastPathComponent().appending(path: "pipe").path()
            #expect(mkfifo(pipe, 0o600) == 0)
            try await desk.saveWhatHangs(first: "time.sleep(600)")
            try desk.save("hosted", first: "open('\(pipe)', 'w').close(); time.sleep(600)")
            // Opening waits until the file is being loaded.
            let reader = await Task.detached { open(pipe, O_RDONLY) }.value
            #expect(reader >= 0)
            close(reader)
            try desk.save("quick")
            try await desk.get("quick")
            await desk.quit()
        }
    }

    @Test func aSaveDropsTheCheckOfWhatTheFileWas() async throws {
        try await withDesk { desk in
            try await desk.saveWhatHangs(first: "time.sleep(600)")
            try desk.save("quick")
            let before = try await desk.prompt.see("points")
            #expect(!before.contains("did not finish loading"), "\(before)")
            #expect(before.contains("hello-text") || before.contains("checked in"))
            await desk.quit()
        }
    }

    @Test func aFileThatIsGoneIsToldAndComesBack() async throws {
        try await withDesk { desk in
            desk.prompt.type("get /\r")
            try await desk.prompt.see("HTTP/1.1 404")
            try FileManager.default.removeItem(at: desk.file)
            desk.prompt.type("get /\r")
            try await desk.prompt.see("is gone")
            try await desk.prompt.see("HTTP/1.1 404")
            try FileManager.default.createDirectory(
                at: desk.file, withIntermediateDirectories: false)
            desk.prompt.type("reset yes\r")
            try await desk.prompt.see("The starter is back.")
            await desk.quit()
        }
    }
}
