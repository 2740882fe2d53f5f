/// A failure of the host itself, never of the learner's app.
package enum HostingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The interpreter could not be started.
    case interpreterNotStarted(path: String, reason: String)
    /// The private folder could not be made.
    case runDirectory(path: String, reason: String)
    /// The app's port could not be bound.
    case cannotListen(host: String, port: Int, reason: String)
    /// The keeper, the process that supervises workers, ended unasked.
    case keeperEnded(log: String)
    /// The host is closed already.
    case closed

    /// What happened, with the value seen, then the repair.
    package var description: String {
        switch self {
        case .interpreterNotStarted(let path, let reason):
            "Python at \(path) could not be started: \(reason). "
                + "Name another one with --python PATH."
        case .runDirectory(let path, let reason):
            "The private folder \(path) could not be made: \(reason). "
                + "Set TMPDIR to a folder that can be written."
        case .cannotListen(let host, let port, let reason):
            "\(host):\(port) could not be opened: \(reason). "
                + "Choose another port, 0 for any free one, or an address of this machine as host."
        case .keeperEnded(let log):
            "The process that supervises apps ended unasked"
                + (log.isEmpty ? ". " : ": \(log) ") + "Try again; nothing was lost."
        case .closed:
            "The server is closed already. Start it again."
        }
    }
}
