/// Why Swift apps cannot be hosted here; never a mistake of the learner's.
package enum SwiftKitError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no Swift compiler.
    case noToolchain
    /// The Swift compiler is older than the kit asks for.
    case tooOld(output: String)
    /// The packages could not be fetched.
    case noNetwork(output: String)
    /// There is no room left.
    case diskFull(folder: String)
    /// The folder cannot be written.
    case folder(path: String, reason: String)
    /// The kit has not been built yet.
    case notBuilt
    /// The kit was built, and is damaged.
    case damaged(output: String)
    /// The build failed for another reason; its last lines.
    case failed(output: String)

    /// What happened, then the repair.
    package var description: String {
        switch self {
        case .noToolchain:
            "The Swift track needs a Swift compiler, and there is no swiftc on PATH. Install Swift "
                + "6.2 or later from https://www.swift.org/install. Flask and FastAPI go on without."
        case .tooOld(let output):
            "The Swift track needs Swift 6.2 or later: \(output) "
                + "Install a newer one from https://www.swift.org/install."
        case .noNetwork(let output):
            "Hummingbird could not be fetched: \(output) Connect to the network and try again: what "
                + "is there already is kept. Flask and FastAPI go on without."
        case .diskFull(let folder):
            "There is no room left for \(folder). Free about 600 MB and try again."
        case .folder(let path, let reason):
            "\(path) cannot be written: \(reason). Choose another place with ROUTELINGS_HOME."
        case .notBuilt:
            "The Swift track has not been built yet. `routelings doctor --track swift` builds it, "
                + "and so does opening an exercise of the track."
        case .damaged(let output):
            "What Swift apps are compiled against is damaged: \(output) It is built again when you "
                + "open the exercise again, or with `routelings doctor --track swift`."
        case .failed(let output):
            "The Swift track could not be built:\n\(output)\nMend that and try again; what is built "
                + "already is kept. Flask and FastAPI go on without."
        }
    }

    /// Finds the cause in what the package manager printed.
    package static func classify(_ output: String, folder: String) -> Self {
        func line(with texts: String...) -> String? {
            output.split(separator: "\n").first { line in texts.contains { line.contains($0) } }
                .map { $0.trimmingPrefix("error: ").description }
        }
        if line(with: "No space left on device") != nil { return .diskFull(folder: folder) }
        if let line = line(with: "is using Swift tools version") { return .tooOld(output: line) }
        if let line = line(
            with: "Could not resolve host", "Failed to clone repository", "unable to access",
            "Could not read from remote", "does not appear to be a git repository",
            "no versions of", "Couldn’t fetch updates", "unable to connect", "Connection refused",
            "failed downloading", "Git command '")
        {
            // What git itself says of it is the nearer cause, but for a copy that it never made.
            let cause = output.split(separator: "\n").lazy
                .compactMap { $0.firstMatch(of: /fatal: (.+)$/)?.1 }
                .first { !$0.hasPrefix("cannot change to") }
            let known = line.contains("Git command") ? "git could not copy its packages." : line
            return .noNetwork(output: cause.map { "\($0)." } ?? known)
        }
        let errors = output.split(separator: "\n").filter { $0.contains("error:") }
        let telling = errors.isEmpty ? output.split(separator: "\n").suffix(8) : errors.prefix(8)
        return .failed(output: telling.joined(separator: "\n"))
    }
}
