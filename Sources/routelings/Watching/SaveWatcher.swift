import Foundation

/// Follows the file that is open, by looking at it, which works alike on every file system and
/// with every editor.
///
/// A look costs one system call; at this rhythm a save is noticed within a tenth of a second, and
/// an idle watcher takes no measurable share of a processor.
struct SaveWatcher: Sendable {
    static let rhythm: Duration = .milliseconds(40)

    /// Names the file that is open at any time.
    let facts: PromptFacts

    /// Calls `onSave` after each save until the task is cancelled.
    func watch(onSave: @Sendable () async -> Void) async throws {
        var times = 0
        var detector = SaveDetector(first: nil)
        while true {
            // The rhythm of looking, not a wait for anything.
            try await Task.sleep(for: Self.rhythm)
            let current = facts.watched
            guard let path = current.path else { continue }
            if current.times != times {
                times = current.times
                detector = SaveDetector(first: current.first)
            }
            if detector.look(SaveDetector.Glimpse(of: path)) { await onSave() }
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
