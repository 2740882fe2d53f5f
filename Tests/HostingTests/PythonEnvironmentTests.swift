import Foundation
import Hosting
import Testing

@Suite struct PythonEnvironmentTests {
    @Test func readsPipsProgress() {
        var progress = PipProgress(names: ["flask", "jinja2"])
        #expect(progress.read("Looking in indexes: x") == nil)
        #expect(
            progress.read("Collecting flask==3.1.3 (from -r r.txt)")
                == .init(done: 0, total: 2, name: "flask"))
        #expect(
            progress.read("Collecting Jinja2==3.1.6") == .init(done: 1, total: 2, name: "jinja2"))
        #expect(
            progress.read("Installing collected packages: flask, jinja2")
                == .init(done: 2, total: 2, name: "installing"))
    }

    @Test func readsRequirements() {
        let one = Requirements(text: "# why\nflask==3.1.3\n\njinja2==3.1.6\n")
        #expect(one.names == ["flask", "jinja2"])
        #expect(one.fingerprint != Requirements(text: "flask==3.1.3").fingerprint)
    }

    @Test(arguments: [
        ("OSError: [Errno 28] No space left on device", "There is no room left for /f."),
        (
            "The virtual environment was not created because ensurepip is not\navailable",
            "apt install python3-venv"
        ),
        ("Failed to establish a new connection: [Errno -3]", "Connect to the network once"),
        ("something else", "something else"),
    ])
    func findsTheCauseInTheOutput(output: String, text: String) {
        let error = PythonEnvironmentError.classify(output, python: "/p", folder: "/f")
        #expect(error.description.contains(text))
    }

    @Test func refusesAnInterpreterThatIsNone() async throws {
        await #expect(throws: PythonEnvironmentError.notPython(path: "/bin/echo")) {
            try await PythonEnvironment.verify("/bin/echo", packages: false)
        }
    }

    @Test func acceptsTheTestsInterpreter() async throws {
        let path = try await TestPython.interpreter()
        try await PythonEnvironment.verify(path, packages: true)
    }

    @Test func isNotReadyWhenHalfMade() async throws {
        try await Learner.withFolder([:]) { folder in
            let environment = PythonEnvironment(cache: folder)
            try FileManager.default.createDirectory(
                atPath: environment.folder + "/bin", withIntermediateDirectories: true)
            #expect(!environment.isReady)
            await #expect(throws: PythonEnvironmentError.self) {
                try await environment.prepare(from: "/bin/false")
            }
            #expect(!environment.isReady)
        }
    }
}
