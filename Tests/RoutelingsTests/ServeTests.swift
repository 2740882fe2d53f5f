import Foundation
import Grading
import Hosting
import Testing

@testable import routelings

@Suite struct ServeTests {
    @Test func aFolderIsSeenToChange() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "watch-\(UUID().uuidString)")
        let inner = folder.appending(path: "pages")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        let watcher = FolderWatcher(folder: folder.path())
        var seen = [watcher.glimpse]
        for (text, name) in [("a", "app.py"), ("b", "pages/web.py"), ("bc", "pages/web.py")] {
            try write(text, name)
            seen.append(watcher.glimpse)
        }
        try FileManager.default.removeItem(at: inner.appending(path: "web.py"))
        seen.append(watcher.glimpse)
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0 != $1 })

        // What is no part of the app says nothing.
        for name in [".git", "venv", "pages/__pycache__"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        try write("", "venv/pyvenv.cfg")
        for name in [".git/a.py", "venv/a.py", "pages/__pycache__/a.py", "notes.txt"] {
            try write("a", name)
        }
        #expect(watcher.glimpse == seen.last)
    }

    @Test func servesAModuleAnewWhenItsPackageChangesAndLogsWhatItSends() async throws {
        try await Program.inFreshHome { program in
            let folder = URL(filePath: program.home).appending(path: "work/pages")
            let beside = folder.appending(path: "../wording")
            for folder in [folder, beside] {
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true)
            }
            func write(_ text: String, _ name: String) throws {
                try Data(text.utf8).write(to: folder.appending(path: name))
            }
            try write("", "__init__.py")
            try write("word = 'one'\n", "../wording/words.py")
            try write(
                """
                from wording import words
                def app(environ, start_response):
                    start_response("200 OK", [])
                    return [words.word.encode()]
                """, "web.py")
            let server = try Conversation(
                program,
                ["serve", "pages.web:app", "--port", "0", "--workers", "2", "--reload"]
                    + ["--access-log"] + Program.pythonArguments,
                folder: folder.deletingLastPathComponent())
            let line = try await server.see("; Ctrl-C ends it.")
            #expect(line.contains("(wsgi, 2 workers)"))
            let port = try #require(line.firstMatch(of: /127\.0\.0\.1:(\d+)/)?.1)
            let client = HTTPClient(port: try #require(Int(port)))
            let request = Request(method: "GET", target: "/a?b=c")
            #expect(try await client.send(request).text == "one")
            let logged = try await server.see("\"GET /a?b=c HTTP/1.1\" 200 3")
            #expect(logged.contains("127.0.0.1 - - ["))

            try write("word = 'other'\n", "../wording/words.py")
            try await server.see("started anew")
            try await server.see("; Ctrl-C ends it.")
            #expect(try await client.send(request).text == "other")
            kill(server.process.processIdentifier, SIGINT)
            _ = await server.end()
        }
    }

    @Test func anAppKnowsThePathItIsMountedAt() async throws {
        try await Program.inFreshHome { program in
            let source = """
                def app(environ, start_response):
                    start_response("200 OK", [])
                    return [f"{environ['SCRIPT_NAME']}|{environ['PATH_INFO']}".encode()]
                """
            let file = program.home + "/mounted.py"
            try source.write(toFile: file, atomically: false, encoding: .utf8)
            let server = try Conversation(
                program,
                ["serve", file, "--port", "0", "--root-path", "/api"] + Program.pythonArguments)
            let line = try await server.see("; Ctrl-C ends it.")
            let port = try #require(line.firstMatch(of: /127\.0\.0\.1:(\d+)/)?.1)
            let client = HTTPClient(port: try #require(Int(port)))
            #expect(
                try await client.send(Request(method: "GET", target: "/a")).text == "/api|/a")
            kill(server.process.processIdentifier, SIGINT)
            _ = await server.end()
        }
    }

    @Test func nothingOfTheUsersIsLimitedInTime() throws {
        #expect(ServeCommand.limits.request == nil)
        #expect(ServeCommand.limits.startup == nil)
    }

    /// An app that answers, never answers at /endless, and says and leaves a file when it ends.
    private static let leaving = """
        import atexit, os, threading
        def leave():
            print("last words")
            open(os.environ["HOME"] + "/left", "w").close()
        atexit.register(leave)
        def app(environ, start_response):
            start_response("200 OK", [])
            print("asked")
            if environ["PATH_INFO"] == "/endless":
                threading.Event().wait()
            return [b"answered"]
        """

    /// Serves `leaving` at a terminal.
    private func serveLeaving(_ program: Program) async throws -> (Conversation, HTTPClient) {
        let file = program.home + "/app.py"
        try Self.leaving.write(toFile: file, atomically: false, encoding: .utf8)
        let server = try Conversation(
            program, ["serve", file, "--port", "0"] + Program.pythonArguments)
        let line = try await server.see("; Ctrl-C ends it.")
        let port = try #require(line.firstMatch(of: /127\.0\.0\.1:(\d+)/)?.1)
        return (server, HTTPClient(port: try #require(Int(port))))
    }

    @Test func whatTheAppSaysAtItsEndIsTold() async throws {
        try await Program.inFreshHome { program in
            let (server, _) = try await serveLeaving(program)
            kill(server.process.processIdentifier, SIGTERM)
            try await server.see("last words")
            #expect(await server.end() == 0)
        }
    }

    @Test func aSecondSignalGivesTheAppNoMoreTime() async throws {
        try await Program.inFreshHome { program in
            let (server, client) = try await serveLeaving(program)
            async let endless = client.send(Request(method: "GET", target: "/endless"))
            try await server.see("asked")
            kill(server.process.processIdentifier, SIGINT)
            // The first one has arrived when nobody is let in any more.
            while (try? await client.send(Request(method: "GET", target: "/"))) != nil {}
            kill(server.process.processIdentifier, SIGINT)
            #expect(await server.end() == 0)
            #expect(try await endless.status == 502)
            #expect(!FileManager.default.fileExists(atPath: program.home + "/left"))
        }
    }

    @Test func aServerWhoseOutputNobodyReadsGoesOn() async throws {
        try await Program.inFreshHome { program in
            let file = program.home + "/app.py"
            try Self.leaving.write(toFile: file, atomically: false, encoding: .utf8)
            let (process, said) = (Process(), Pipe())
            process.executableURL = Program.executable
            process.arguments = ["serve", file, "--port", "0"] + Program.pythonArguments
            process.environment = program.environment()
            process.standardError = said
            try process.run()
            defer { process.terminate() }
            var text = ""
            while !text.contains("; Ctrl-C") {
                let more = said.fileHandleForReading.availableData
                try #require(!more.isEmpty)
                text += String(decoding: more, as: UTF8.self)
            }
            let port = text.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }
            try said.fileHandleForReading.close()
            let client = HTTPClient(port: try #require(port))
            for _ in 1...3 {
                let answer = try await client.send(Request(method: "GET", target: "/"))
                #expect(answer.text == "answered")
            }
        }
    }

    @Test func anInterpreterMayBeNamedAsInTheShell() {
        for (name, found) in [("sh", "/sh"), ("./sh", "./sh"), ("no-python", "no-python")] {
            let setup = PythonSetup(explicit: name, folders: Folders())
            #expect(setup.explicit?.hasSuffix(found) == true)
        }
    }

    /// The one before may still have requests or threads to wait for.
    @Test func theNextVersionWaitsForNoneBeforeIt() async throws {
        let answers = """
            def app(environ, start_response):
                start_response("200 OK", [])
                return [b"answered"]
            """
        try await Program.inFreshHome { program in
            let (file, gate) = (program.home + "/app.py", program.home + "/gate")
            mkfifo(gate, 0o600)
            let waits = """
                import threading
                def wait():
                    open("\(gate)").close()
                    print("let go")
                threading.Thread(target=wait).start()

                """
            try (waits + answers).write(toFile: file, atomically: false, encoding: .utf8)
            let server = try Conversation(
                program, ["serve", file, "--port", "0", "--reload"] + Program.pythonArguments)
            try await server.see("; Ctrl-C ends it.")
            try answers.write(toFile: file, atomically: false, encoding: .utf8)
            try await server.see("started anew")
            try await server.see("; Ctrl-C ends it.")
            let opened = open(gate, O_RDWR | O_NONBLOCK)
            try await server.see("let go")
            close(opened)
            kill(server.process.processIdentifier, SIGINT)
            _ = await server.end()
        }
    }

    @Test func pythonHeedsTheVariablesOfWhoeverServes() async throws {
        try await Program.inFreshHome { program in
            let more = URL(filePath: program.home).appending(path: "more")
            try FileManager.default.createDirectory(at: more, withIntermediateDirectories: true)
            try Data("app = None\n".utf8).write(to: more.appending(path: "elsewhere.py"))
            let outcome = try await program.run(
                ["serve", "elsewhere:app", "--port", "0"] + Program.pythonArguments,
                environment: ["PYTHONPATH": more.path()])
            #expect(outcome.errors.contains("`app` is None"))
        }
    }

    @Test func aFolderOfPythonFilesIsNoTarget() async throws {
        try await Program.inFreshHome { program in
            let outcome = try await program.run(["serve", program.home + "/"])
            #expect(outcome.code == 64)
            #expect(outcome.errors.contains("is a folder without a Routes.swift: give module:app"))
        }
    }

    /// An interpreter that is a shell script, and a WSGI app.
    private func write(interpreter: String, in home: String) throws -> (python: String, app: String)
    {
        let (python, app) = (home + "/python", home + "/app.py")
        try "#!/bin/sh\n\(interpreter)\n".write(
            toFile: python, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
        try "def app(environ, start_response): pass\n".write(
            toFile: app, atomically: false, encoding: .utf8)
        return (python, app)
    }

    @Test func anInterpreterNeedsOnlyWhatTheAppImports() async throws {
        let bare = "exec \(Program.python ?? "python3") -S \"$@\""
        try await Program.inFreshHome { program in
            let (python, app) = try write(interpreter: bare, in: program.home)
            let server = try Conversation(
                program, ["serve", app, "--port", "0", "--python", python])
            try await server.see("(wsgi)")
            kill(server.process.processIdentifier, SIGINT)
            _ = await server.end()
            let check = try await program.run(["check", "hello-text", "--python", python])
            #expect((check.output + check.errors).contains("annotated-doc=="))
        }
    }

    @Test(arguments: [
        ("exit 1", "is not a Python interpreter"),
        ("echo version 3 8", "is Python 3.8; 3.11 or newer is needed"),
    ])
    func anInterpreterThatCannotServeIsNamed(script: String, said: String) async throws {
        try await Program.inFreshHome { program in
            let (python, app) = try write(interpreter: script, in: program.home)
            let outcome = try await program.run(
                ["serve", app, "--port", "0", "--python", python])
            #expect(outcome.code == 3)
            #expect(outcome.errors.contains("\(python) \(said)"))
        }
    }

    @Test(arguments: ["api", "/api/", "/"]) func aMountPathStartsWithASlashAndEndsWithoutOne(
        path: String
    ) async throws {
        try await Program.inFreshHome { program in
            let outcome = try await program.run(["serve", "x:app", "--root-path", path])
            #expect(outcome.code == 64)
            #expect(outcome.errors.contains("--root-path is \(path)"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func aChangeSinceTheWatcherWasMadeIsSeen() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "watch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let watcher = FolderWatcher(folder: folder.path())
        try Data("a".utf8).write(to: folder.appending(path: "app.py"))
        struct Seen: Error {}
        await #expect(throws: Seen.self) { try await watcher.watch { throw Seen() } }
    }

    @Test(arguments: ["0", "65"]) func theNumberOfWorkersHasItsBounds(workers: String) async throws
    {
        try await Program.inFreshHome { program in
            let outcome = try await program.run(["serve", "x:app", "--workers", workers])
            #expect(outcome.code == 64)
            #expect(outcome.errors.contains("give a number from 1 to 64"))
        }
    }
}
