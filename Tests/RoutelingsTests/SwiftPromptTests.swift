import Foundation
import Testing

/// The Swift track as a learner meets it: at the prompt, and without what it needs.
@Suite(.serialized) struct SwiftPromptTests {
    private static let exercise = "exercises/01-first-server/hello-json/swift"

    private func save(_ part: String, to file: URL) throws {
        let text = try Program.courseFile("\(Self.exercise)/\(part)")
        try Data(text.utf8).write(to: file, options: .atomic)
    }

    /// Whether the kit is below the tests' own home, where `scripts/test` builds it.
    static var kit: String? {
        guard let home = ProcessInfo.processInfo.environment["ROUTELINGS_HOME"] else { return nil }
        let folder = home + "/cache/swift"
        return FileManager.default.fileExists(atPath: folder + "/complete.json") ? folder : nil
    }

    /// Every test has a home of its own; the kit takes minutes to build, so they share that.
    private func share(_ kit: String, with program: Program) throws {
        let cache = program.home + "/cache"
        try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: cache + "/swift", withDestinationPath: kit)
    }

    @Test(
        .enabled(if: kit != nil, "The Swift kit is not built: `scripts/test` builds it."))
    func aLearnerMeetsACompileErrorAWrongAnswerAndAPass() async throws {
        let kit = try #require(Self.kit)
        try await Program.inFreshHome { program in
            try share(kit, with: program)
            let file = URL(filePath: program.home).appending(
                path: "work/swift/hello-json/Routes.swift")
            let prompt = try Conversation(
                program, ["learn", "--workspace", program.home + "/work"] + Program.pythonArguments)
            try await prompt.see("Which framework")
            prompt.type("swift\r")
            try await prompt.see("swift ›")
            prompt.type("exercise hello-json\r")
            try await prompt.see("Your file")
            try await prompt.see("swift hello-json › ")

            prompt.type("get /sta")
            try await prompt.see("get /sta")
            try save("mutants/M5.swift", to: file)
            try await prompt.see("The app did not start.")
            try await prompt.see("Hummingbird cannot make a response of this type")
            try await prompt.see("Routes.swift:")
            try await prompt.see("swift hello-json › get /sta")

            try save("mutants/M2.swift", to: file)
            try await prompt.see("`open` is a string")
            try await prompt.see("swift hello-json › get /sta")
            prompt.type("tus\r")
            try await prompt.see("HTTP/1.1 200 OK")
            try await prompt.see(#""open": "true""#)

            try save("solution/Routes.swift", to: file)
            try await prompt.see("Passed")
            prompt.type("routes\r")
            try await prompt.see("/status")
            prompt.type("compare\r")
            try await prompt.see("Flask")
            try await prompt.see("Swift")
            prompt.type("quit\r")
            #expect(await prompt.end() == 0)
        }
    }

    @Test func withoutTheNetworkTheTrackSaysSoAndTheOthersGoOn() async throws {
        try await Program.inFreshHome { program in
            let path = "exercises/01-first-server/hello-text"
            let swift = try await program.run(
                ["check", "hello-text", "--track", "swift", "--format", "json", "--file"]
                    + ["\(path)/swift/solution/Routes.swift"] + Program.pythonArguments,
                environment: Self.offline(program.home))
            #expect(swift.code == 3)
            #expect(try swift.object["verdict"] as? String == "error")
            #expect(swift.output.contains("Hummingbird could not be fetched"), "\(swift.output)")
            let flask = try await program.run(
                ["check", "hello-text", "--track", "flask", "--file"]
                    + ["\(path)/flask/solution/app.py"] + Program.pythonArguments,
                environment: Self.offline(program.home))
            #expect(flask.code == 0)
        }
    }

    /// No caches, no settings of git's, and a proxy at which nobody listens.
    private static func offline(_ home: String) -> [String: String] {
        [
            "HOME": home, "XDG_CACHE_HOME": home + "/c", "XDG_CONFIG_HOME": home + "/f",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
            "https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9",
        ]
    }
}
