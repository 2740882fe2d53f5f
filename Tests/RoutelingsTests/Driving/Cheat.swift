import Course
import Foundation
import Testing

/// A file of a learner who tries to cheat the grader, or trips it, and what must come of it.
///
/// It says so itself, in lines such as `told: exit code 0` above its code.
struct Cheat: Sendable, CustomTestStringConvertible {
    let name: String
    let source: String
    private let keys: [String: String]

    /// Words that its explanation must hold: of a pass a note, of an error the message.
    var told: String? { keys["told"] }
    var exercise: String { keys["exercise"] ?? "hello-text" }
    var verdict: String { keys["verdict"] ?? "fail" }
    /// The line that must be named.
    var line: Int? { keys["line"].flatMap { Int($0) } }
    /// Whether nothing else is to be graded meanwhile.
    var isAlone: Bool { keys["alone"] != nil }
    let track: Track

    var testDescription: String { name }

    init(_ file: URL) throws {
        name = file.lastPathComponent
        source = try String(contentsOf: file, encoding: .utf8)
        let pairs = source.split(separator: "\n").prefix { !$0.hasPrefix("import") }
            .compactMap { line in
                try? Regex(#"(?:// )?([a-z]+): (.+)"#, as: (Substring, Substring, Substring).self)
                    .wholeMatch(in: line)?.output
            }
        keys = Dictionary(pairs.map { (String($0.1), String($0.2)) }) { first, _ in first }
        track =
            file.pathExtension == "swift"
            ? .swift : keys["track"].flatMap(Track.init(rawValue:)) ?? .flask
    }

    /// All of them, by name.
    static func all() throws -> [Cheat] {
        let folder = Program.root.appending(path: "Tests/RoutelingsTests/Learners")
        return try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).sorted { $0.path() < $1.path() }.map(Cheat.init)
    }
}
