import Foundation

/// Where an app's file, its folder and its search paths are, with symbolic links resolved: what
/// Python says in a traceback is then what we look for.
struct AppPaths {
    /// The file; nil for a module.
    let file: String?
    /// The name that the module gets.
    let module: String
    /// The name of the callable.
    let callable: String
    /// The folder that the learner's own files are in.
    let root: String
    /// Folders for the front of `sys.path`.
    let searchPaths: [String]

    init(_ app: App) {
        let more = app.searchPaths.map(Self.resolve)
        switch app.source {
        case .file(let path, let callable):
            let url = URL(fileURLWithPath: Self.resolve(path))
            file = url.path
            module = url.deletingPathExtension().lastPathComponent
            self.callable = callable
            root = url.deletingLastPathComponent().path
            searchPaths = more + [root]
        case .routes(let path):
            let url = URL(fileURLWithPath: Self.resolve(path))
            file = url.path
            module = "Routes"
            callable = "addRoutes"
            root = url.deletingLastPathComponent().path
            searchPaths = []
        case .module(let name, let callable):
            file = nil
            module = name
            self.callable = callable
            root = more.first ?? Self.resolve(app.workingDirectory ?? ".")
            searchPaths = more.isEmpty ? [root] : more
        }
    }

    private static func resolve(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return URL(fileURLWithPath: path).path }
        defer { free(real) }
        return String(cString: real)
    }
}
