import Foundation
import Testing

/// The built executable, run as people and CI run it: its own home, nothing of this machine's.
struct Program: Sendable {
    /// What a finished run left.
    struct Outcome: Sendable {
        var code: Int32
        var output: String
        var errors: String

        /// Standard output as a JSON object.
        var object: [String: Any] {
            get throws {
                let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
                return try #require(value as? [String: Any], "not one JSON object: \(output)")
            }
        }
    }

    /// `ROUTELINGS_HOME` of the run.
    let home: String

    /// Where the tests and the executable were built.
    static let buildFolder = Bundle.module.bundleURL.deletingLastPathComponent()
    static let executable = buildFolder.appending(path: "routelings")
    /// The folder of the package, found from this file.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The interpreter that `scripts/test` prepared; nil has the program find or make its own.
    static let python = ProcessInfo.processInfo.environment["ROUTELINGS_TEST_PYTHON"]

    /// Runs `body` with a program whose home is a fresh folder, removed afterwards.
    static func inFreshHome<Result>(_ body: (Program) async throws -> Result) async throws -> Result
    {
        let home = FileManager.default.temporaryDirectory
            .appending(path: "routelings-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        return try await body(Program(home: home.path()))
    }

    /// The environment of a run: a test's own home, and the terminal it says.
    func environment(_ more: [String: String] = [:]) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        for name in ["NO_COLOR", "VISUAL", "EDITOR", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            environment[name] = nil
        }
        environment["ROUTELINGS_HOME"] = home
        environment["HOME"] = home
        environment["LANG"] = "C.UTF-8"
        return environment.merging(more) { $1 }
    }

    /// The arguments that name the prepared interpreter, for commands that take one.
    static var pythonArguments: [String] { python.map { ["--python", $0] } ?? [] }

    /// Runs the program, or another `executable`, to its end.
    func run(
        _ arguments: [String], executable: URL = Program.executable, input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = Self.root
        process.environment = self.environment(environment)
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        stdin.fileHandleForWriting.write(Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        async let output = stdout.fileHandleForReading.whole()
        async let errors = stderr.fileHandleForReading.whole()
        let texts = await (output, errors)
        process.waitUntilExit()
        return Outcome(code: process.terminationStatus, output: texts.0, errors: texts.1)
    }

    /// The text of a file of the course.
    static func courseFile(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

extension FileHandle {
    /// Everything up to the end, read off Swift's own threads.
    fileprivate func whole() async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let data = (try? self.readToEnd()) ?? nil
                continuation.resume(returning: String(decoding: data ?? Data(), as: UTF8.self))
            }
        }
    }
}
