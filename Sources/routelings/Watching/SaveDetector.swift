/// Tells a save from the stirrings of one: a file counts as saved when it has changed and then
/// looked the same for a while, or when the system says that whoever wrote it has finished.
///
/// Editors write in several steps, or write a new file and rename it over the old one; in between
/// the file may be empty or missing.
struct SaveDetector: Sendable {
    /// What can be seen of a file without reading it.
    struct Glimpse: Sendable, Hashable {
        var inode: UInt64
        var size: Int64
        /// Time of the last modification in nanoseconds.
        var modified: Int64
    }

    /// What comes of a look.
    enum Sight: Sendable, Equatable {
        /// Nothing new.
        case rest
        /// Something stirs: look again after this time.
        case stirs(Duration)
        /// The file has been saved since the last time that this was said.
        case saved
    }

    private var settled: Glimpse?
    private var stirring: (glimpse: Glimpse, since: ContinuousClock.Instant)?

    /// - Parameter first: how the file looks at the start; nil when it is missing.
    init(first: Glimpse?) {
        settled = first
    }

    /// Takes a look.
    ///
    /// - Parameters:
    ///   - glimpse: how the file looks; nil when it is missing.
    ///   - now: when it was looked at.
    ///   - isFinished: whether the system has told that it was closed, or moved to its place.
    /// - Returns: what comes of it.
    mutating func look(
        _ glimpse: Glimpse?, at now: ContinuousClock.Instant, isFinished: Bool = false
    ) -> Sight {
        guard let glimpse, glimpse != settled else {
            stirring = nil
            return .rest
        }
        let since = stirring?.glimpse == glimpse ? stirring?.since ?? now : now
        let left = Self.patience(with: glimpse, isFinished) - since.duration(to: now)
        guard left > .zero else {
            settled = glimpse
            stirring = nil
            return .saved
        }
        stirring = (glimpse, since)
        return .stirs(left)
    }

    /// How long a file has to look the same.
    ///
    /// What is empty has in all likelihood been emptied to be written anew, and gets more time.
    private static func patience(with glimpse: Glimpse, _ isFinished: Bool) -> Duration {
        if glimpse.size == 0 { return .milliseconds(120) }
        return isFinished ? .zero : .milliseconds(20)
    }
}
