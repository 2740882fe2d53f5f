import Course
import Foundation
import Grading
import Hosting
import Testing

@testable import routelings

/// Every example of docs/checks.md is run: one app passes its checks, others fail each of them.
@Suite(.serialized) struct ChecksDocumentTests {
    /// Checks, and apps for each verdict.
    struct Example: Sendable, CustomTestStringConvertible {
        var heading: String
        var yaml: String
        var passes: String
        /// Apps that fail: every check has one that fails it.
        var fails: [String]
        /// What the learner's file is called.
        var file = "app.py"
        /// Apps that the learner's checks are run against, by name.
        var servers: [String: String] = [:]

        var testDescription: String { heading }

        var track: Track { passes.contains("fastapi") ? .fastapi : .flask }
        var id: String {
            String(
                heading.lowercased().map { $0.isLetter ? $0 : "-" }.split(separator: "-")
                    .joined(separator: "-").prefix(28))
        }
    }

    static let document = Program.root.appending(path: "docs/checks.md")

    /// The examples in the order of the document; empty where it cannot be read.
    static let examples: [Example] = {
        let text = (try? String(contentsOf: document, encoding: .utf8)) ?? ""
        var examples: [Example] = []
        var (heading, fence, body) = ("", "", "")
        var found: [String: String] = [:]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if fence.isEmpty {
                if line.hasPrefix("#") { heading = String(line.drop { $0 == "#" || $0 == " " }) }
                if line.hasPrefix("```") { (fence, body) = (String(line.dropFirst(3)), "") }
            } else if line == "```" {
                found[fence] = body
                fence = ""
                if let yaml = found["yaml check"],
                    let passes = found["python passes"] ?? found["yaml passes"],
                    let fails = found["python fails"] ?? found["yaml fails"]
                {
                    let taken = examples.count { $0.heading.hasPrefix(heading) }
                    var example = Example(
                        heading: taken == 0 ? heading : heading + " " + "abc".suffix(taken),
                        yaml: yaml, passes: passes, fails: [fails])
                    if found["yaml passes"] != nil { example.file = "checks.yaml" }
                    for (fence, text) in found where fence.hasPrefix("python server ") {
                        example.servers[String(fence.dropFirst(14))] = text
                    }
                    examples.append(example)
                    found = [:]
                } else if found["yaml check"] == nil, let fails = found["python fails"] {
                    examples.indices.last.map { examples[$0].fails.append(fails) }
                    found = [:]
                }
            } else {
                body += line + "\n"
            }
        }
        return examples
    }()

    /// A course with an exercise for each example.
    private func course(at root: String) throws -> Course {
        let kit = "\(root)/exercises/kit"
        try FileManager.default.createDirectory(
            atPath: "\(root)/exercises", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: "\(root)/lessons", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Program.root.appending(path: "exercises/kit").path(), toPath: kit)
        for (place, example) in Self.examples.enumerated() {
            let folder = "\(root)/exercises/01-examples/\(example.id)"
            let yaml = """
                id: \(example.id)
                title: \(example.heading)
                place: \(place + 1)
                mode: write
                tracks: [\(example.track.rawValue)]
                hints: [one, two, three]
                mutants: {}
                \(example.yaml)
                """
            let track = "\(folder)/\(example.track.rawValue)"
            for (path, text) in [
                ("\(folder)/exercise.yaml", yaml), ("\(folder)/task.md", "See the checks.\n"),
                ("\(track)/starter/\(example.file)", "app = None\n"),
                ("\(track)/solution/\(example.file)", example.passes),
            ] + example.servers.map({ ("\(folder)/servers/\($0.key).py", $0.value) })
                + example.fails.enumerated().map({ ("\(track)/fails-\($0.offset).py", $0.element) })
            {
                let file = URL(filePath: path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
        }
        let (course, problems) = try Course.reading(from: root)
        let real = problems.filter { !$0.position.file.contains("/fails-") }
        #expect(real.isEmpty, "\(real.map(\.description).joined(separator: "\n"))")
        return course
    }

    @Test func hasAnExampleForEveryPart() {
        #expect(Self.examples.count == 36)
    }

    @Test func everyExampleFitsTheSchemaAndHasBothVerdicts() async throws {
        let python = try #require(Program.python, "scripts/test prepares an interpreter")
        try await Program.inFreshHome { program in
            let course = try course(at: program.home + "/course")
            let schema = try await program.run(
                ["\(course.root)"],
                executable: Program.root.appending(path: "scripts/schema-check"),
                environment: ["ROUTELINGS_HOME": Program.root.path() + ".build/test-home"])
            #expect(schema.code == 0, "\(schema.output)\(schema.errors)")
            try await AppHost.withHost(HostConfiguration(interpreter: python)) { host in
                let bench = Bench(host: host, course: course)
                await withTaskGroup(of: Void.self) { group in
                    var waiting = Self.examples.makeIterator()
                    for _ in 0..<4 {
                        if let next = waiting.next() {
                            group.addTask { await judge(next, course, bench) }
                        }
                    }
                    while await group.next() != nil, let next = waiting.next() {
                        group.addTask { await judge(next, course, bench) }
                    }
                }
            }
        }
    }

    private func judge(_ example: Example, _ course: Course, _ bench: Bench) async {
        guard let exercise = course.exercise(example.id) else {
            Issue.record("\(example.heading) cannot be read")
            return
        }
        let folder = "\(course.root)/\(exercise.folder)/\(example.track.rawValue)"
        do {
            let report = try await bench.grade(
                exercise, example.track, path: "\(folder)/solution/\(example.file)",
                shownAs: example.file, seed: .readableSeed)
            #expect(report.verdict == .pass, "\(example.heading): \(account(of: report))")
            var unrefuted = Set(exercise.checks.map(\.id))
            for place in example.fails.indices {
                let report = try await bench.grade(
                    exercise, example.track, path: "\(folder)/fails-\(place).py",
                    shownAs: example.file, seed: .readableSeed)
                #expect(report.verdict == .fail, "\(example.heading): \(account(of: report))")
                unrefuted.subtract(report.checks.filter { $0.verdict == .fail }.map(\.id))
            }
            #expect(unrefuted.isEmpty, "\(example.heading): no app fails \(unrefuted.sorted())")
        } catch {
            Issue.record("\(example.heading): \(error)")
        }
    }

    private func account(of report: Report) -> String {
        let failures = report.checks.filter { $0.verdict != .pass }.map { check in
            "\(check.id) \(check.verdict) \(check.findings.map { "\($0.difference) \($0.diagnosis ?? "")" })"
        }
        return
            "seed \(report.seed) \(report.error?.message ?? "") \(failures.joined(separator: "\n"))"
    }
}
