import Foundation
import Testing

/// Files that learners really save: each is told what it did, in bounded time, and nothing stays.
@Suite(.serialized) struct HostileLearnerTests {
    /// A file, the words that its explanation must hold, and the line that must be named.
    struct Learner: Sendable, CustomTestStringConvertible {
        var name: String
        var words: String
        var line: Int?

        var testDescription: String { name }
    }

    private static let learners = [
        Learner(name: "loops_at_import", words: "did not finish", line: 5),
        Learner(name: "exits_at_import", words: "exit code 0", line: nil),
        Learner(name: "exits_in_a_handler", words: "exit code 0", line: nil),
        Learner(name: "prints_for_ever", words: "printed more than", line: nil),
        Learner(name: "raises_at_import", words: "KeyError", line: 5),
        Learner(name: "defines_no_app", words: "application", line: nil),
        Learner(name: "runs_a_server_of_its_own", words: "__main__", line: 11),
        Learner(
            name: "writes_to_every_descriptor", words: "connection that is not its own", line: nil),
        Learner(name: "loops_in_a_handler", words: "while True", line: nil),
    ]

    private func check(_ name: String, _ program: Program) async throws -> [String: Any] {
        let file = Program.root.appending(path: "Tests/RoutelingsTests/Learners/\(name).py").path()
        let outcome = try await program.run(
            ["check", "hello-text", "--track", "flask", "--file", file, "--format", "json"]
                + Program.pythonArguments)
        return try outcome.object
    }

    private func firstFinding(_ report: [String: Any]) -> [String: Any]? {
        let checks = report["checks"] as? [[String: Any]] ?? []
        let failed = checks.first { $0["verdict"] as? String == "fail" }
        return (failed?["findings"] as? [[String: Any]])?.first
    }

    @Test(arguments: learners)
    func isToldWhatItDid(learner: Learner) async throws {
        try await Program.inFreshHome { program in
            let report = try await check(learner.name, program)
            #expect(report["verdict"] as? String == "fail")
            #expect(report["error"] is NSNull)
            let finding = try #require(firstFinding(report))
            let diagnosis = try #require(finding["diagnosis"] as? String)
            #expect(diagnosis.contains(learner.words))
            if let line = learner.line { #expect(finding["line"] as? Int == line) }
        }
    }

    @Test func aChildThatIgnoresSIGTERMIsEndedAndNoted() async throws {
        try await Program.inFreshHome { program in
            let report = try await check("leaves_a_stubborn_child", program)
            #expect(report["verdict"] as? String == "pass")
            let notes = try #require(report["notes"] as? [String])
            #expect(notes.joined().contains("left a process running"))
        }
    }
}
