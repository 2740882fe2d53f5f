import Foundation

/// Follows the Python and Swift files of an app.
struct FolderWatcher: Sendable {
    /// How soon a change is noticed that the system does not tell of; a look at a folder of a
    /// thousand files takes a few milliseconds.
    private static let rhythm: Duration = .milliseconds(250)
    /// In a folder with more files than this, the ones beyond are not followed.
    private static let most = 5_000

    private let folder: String
    private var first: SaveDetector.Glimpse?

    /// Notes how the files below `folder` look.
    init(folder: String) {
        self.folder = folder
        first = glimpse
    }

    /// Calls `onChange` after each change since the watcher was made until the task is cancelled.
    func watch(onChange: @Sendable () async throws -> Void) async rethrows {
        let bell = FolderBell(rhythm: Self.rhythm)
        var detector = SaveDetector(first: first)
        hang(bell)
        for await _ in bell.rings {
            switch detector.look(glimpse, at: .now) {
            case .saved:
                hang(bell)
                try await onChange()
            case .stirs(let rest): bell.ring(after: rest)
            case .rest: break
            }
        }
    }

    private func hang(_ bell: FolderBell) {
        let files = files
        let folders = files.map { ($0 as NSString).deletingLastPathComponent } + [folder]
        bell.hang(in: Set(folders), Set(files))
    }

    /// How all files look together: which there are, how long, and when the last one changed.
    var glimpse: SaveDetector.Glimpse? {
        var whole = SaveDetector.Glimpse(inode: 0, size: 0, modified: 0)
        for path in files {
            guard let glimpse = SaveDetector.Glimpse(of: path) else { continue }
            whole.inode = whole.inode &* 31 &+ glimpse.inode
            whole.size += glimpse.size
            whole.modified = max(whole.modified, glimpse.modified)
        }
        return whole
    }

    /// The Python files below the folder, but for hidden folders and virtual environments.
    var files: [String] {
        let names = FileManager.default.enumerator(atPath: folder)
        var found: [String] = []
        while let name = names?.nextObject() as? String, found.count < Self.most {
            if name.hasSuffix(".py") || name.hasSuffix(".swift") {
                found.append("\(folder)/\(name)")
            } else if isLeftOut("\(folder)/\(name)") {
                names?.skipDescendants()
            }
        }
        return found.sorted()
    }

    private func isLeftOut(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.hasPrefix(".") || name == "__pycache__" || name == "node_modules"
            || name == "site-packages"
            || FileManager.default.fileExists(atPath: "\(path)/pyvenv.cfg")
    }
}
