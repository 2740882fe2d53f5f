import Foundation

/// How a learner's file becomes a program: the compiler's own jobs, as its driver planned them once
/// for the kit's build, with placeholders for what differs.
///
/// Running the jobs directly saves the driver, and the package manager before it.
struct CompilePlan: Codable, Equatable {
    /// What stands in a job for a path that differs from compile to compile.
    enum Placeholder: String, CaseIterable {
        case source = "{source}"
        case program = "{program}"
        case scratch = "{scratch}"
    }

    /// Each the path of a program and its arguments, in their order.
    var jobs: [[String]]
    /// Our own file beside the learner's.
    var start: String

    /// The jobs for one file.
    func jobs(source: String, program: String, scratch: String) -> [[String]] {
        let paths: [(Placeholder, String)] = [
            (.source, source), (.program, program), (.scratch, scratch),
        ]
        return jobs.map { job in
            job.map { argument in
                paths.reduce(argument) { $0.replacing($1.0.rawValue, with: $1.1) }
            }
        }
    }

    /// Reads what the driver prints for `-###`: a line a job.
    ///
    /// - Parameters:
    ///   - output: what it printed.
    ///   - source: the path that it was given for the learner's file.
    ///   - program: the path that it was given for the program.
    ///   - temporary: the folder that it was told to make its temporary folder in.
    ///   - start: the path of our own file beside the learner's.
    init?(
        driverOutput output: String, source: String, program: String, temporary: String,
        start: String
    ) {
        let lines = output.split(separator: "\n").map { ShellWords.split(String($0)) }
        let scratch = temporary + "/TemporaryDirectory."
        jobs = lines.filter { $0.count > 1 }.map { job in
            job.map { argument in
                var text = argument.replacing(source, with: Placeholder.source.rawValue)
                text = text == program ? Placeholder.program.rawValue : text
                guard let range = text.firstRange(of: scratch) else { return text }
                let end = text[range.upperBound...].firstIndex(of: "/") ?? text.endIndex
                return text.replacingCharacters(
                    in: range.lowerBound..<end, with: Placeholder.scratch.rawValue)
            }
        }
        self.start = start
        guard jobs.count >= 2, jobs.allSatisfy({ $0[0].hasPrefix("/") }),
            jobs.joined().contains(Placeholder.source.rawValue),
            jobs.joined().contains(Placeholder.program.rawValue)
        else { return nil }
    }

    /// - Throws: `SwiftKitError.notBuilt`.
    static func read(from path: String) throws -> CompilePlan {
        guard let data = FileManager.default.contents(atPath: path),
            let plan = try? JSONDecoder().decode(CompilePlan.self, from: data)
        else { throw SwiftKitError.notBuilt }
        return plan
    }

    func write(to path: String) throws {
        try JSONEncoder().encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
