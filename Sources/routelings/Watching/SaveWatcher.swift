import Foundation

/// Follows the file that is open.
struct SaveWatcher: Sendable {
    /// How soon it is noticed that another file is open, and a save that the system does not tell of.
    private static let rhythm: Duration = .milliseconds(100)

    /// Names the file that is open at any time.
    let facts: PromptFacts

    /// Calls `onSave` after each save until the task is cancelled.
    func watch(onSave: @Sendable () async -> Void) async {
        let bell = FolderBell(rhythm: Self.rhythm)
        var times = 0
        var detector = SaveDetector(first: nil)
        for await ring in bell.rings {
            let current = facts.watched
            guard let path = current.path else { continue }
            if current.times != times {
                times = current.times
                detector = SaveDetector(first: current.first)
            }
            bell.hang(in: [(path as NSString).deletingLastPathComponent], [path])
            let isFinished = ring.finished.contains((path as NSString).lastPathComponent)
            switch detector.look(.init(of: path), at: .now, isFinished: isFinished) {
            case .saved: await onSave()
            case .stirs(let rest): bell.ring(after: rest)
            case .rest: break
            }
        }
    }
}

extension SaveDetector.Glimpse {
    /// How the file at `path` looks now; nil when it is missing.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if os(Linux)
            let time = status.st_mtim
        #else
            let time = status.st_mtimespec
        #endif
        self.init(
            inode: UInt64(status.st_ino), size: Int64(status.st_size),
            modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
