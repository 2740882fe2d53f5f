import Foundation

/// Where Routelings keeps what is not the learner's own.
struct Folders: Sendable {
    /// The learner's progress.
    var data: String
    /// The Python environment and other things that can be made again.
    var cache: String
    /// Where exercises are laid out unless `--workspace` names a place.
    var workspace: String

    /// Reads `ROUTELINGS_HOME` where it is set, else the XDG base directories.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let home = environment["HOME"] ?? NSHomeDirectory()
        if let own = environment["ROUTELINGS_HOME"], !own.isEmpty {
            data = "\(own)/data"
            cache = "\(own)/cache"
            workspace = "\(own)/workspace"
        } else {
            data = Self.xdg("XDG_DATA_HOME", environment) ?? "\(home)/.local/share/routelings"
            cache = Self.xdg("XDG_CACHE_HOME", environment) ?? "\(home)/.cache/routelings"
            workspace = "\(home)/routelings"
        }
    }

    /// The specification says that a path which is not absolute is to be ignored.
    private static func xdg(_ name: String, _ environment: [String: String]) -> String? {
        guard let path = environment[name], path.hasPrefix("/") else { return nil }
        return "\(path)/routelings"
    }

    var progressFile: String { "\(data)/progress.sqlite" }
    var historyFile: String { "\(data)/history" }
}
