/// Decides when all is read that a worker has said before it ended.
///
/// It may still wait in the worker's connections, and these to be accepted. Whatever waits is read in
/// a turn of the loop or two, however late they come on a busy machine: so turns are counted, and
/// not time.
struct LastWords {
    /// How far one of the worker's connections is.
    enum Connection {
        case missing, open, closed
    }

    /// How many turns a connection that has been made may wait to be accepted.
    static let turnsToArrive = 10
    /// After so many turns only somebody outside can hold a connection open.
    static let turnsInAll = 400

    private var turns = 0

    /// Called in each turn of the loop since the worker ended: whether nothing more will come.
    mutating func areHeard(frames: Connection, output: Connection) -> Bool {
        turns += 1
        if turns > Self.turnsInAll || (frames == .closed && output == .closed) { return true }
        return turns > Self.turnsToArrive && frames != .open && output != .open
    }
}
