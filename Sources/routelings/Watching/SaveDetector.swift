/// Tells a save from the stirrings of one: a file counts as saved when it has changed and then
/// looked the same twice.
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
}
