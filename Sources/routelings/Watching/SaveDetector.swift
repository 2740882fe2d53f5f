/// Tells a save from the stirrings of one: a file counts as saved when it has changed and then
/// looked the same twice, with a rest between the two looks.
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

    private var settled: Glimpse?
    private var stirring: Glimpse?

    /// - Parameter first: how the file looks at the start; nil when it is missing.
    init(first: Glimpse?) {
        settled = first
    }

    /// How long to wait before the next look; nil when there is nothing to wait for.
    ///
    /// What is empty has in all likelihood been emptied to be written anew, and gets more time.
    var rest: Duration? {
        stirring.map { .milliseconds($0.size == 0 ? 120 : 20) }
    }

    /// Takes a look and says whether the file has been saved since the last time it said so.
    mutating func look(_ glimpse: Glimpse?) -> Bool {
        guard let glimpse, glimpse != settled else {
            stirring = nil
            return false
        }
        guard glimpse == stirring else {
            stirring = glimpse
            return false
        }
        settled = glimpse
        stirring = nil
        return true
    }

    /// Looks until nothing stirs, and says whether a save was seen.
    ///
    /// - Throws: `CancellationError`.
    mutating func settles(_ glimpse: () -> Glimpse?) async throws -> Bool {
        while !look(glimpse()) {
            guard let rest else { return false }
            try await Task.sleep(for: rest)
        }
        return true
    }
}
