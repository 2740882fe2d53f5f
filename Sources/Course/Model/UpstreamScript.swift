/// How the upstream that an exercise calls behaves during one check.
package struct UpstreamScript: Sendable, Hashable {
    /// Every answer is held until this many callers wait together; 0 holds nothing.
    package var barrier: Int
    /// Every answer is held until the step's own request has been answered, or cannot be.
    package var holds: Bool
    /// The caller is told to compute, not to wait, for as long as the answer is held.
    package var spins: Bool
    /// What is answered at some paths; the first that fits counts, and others answer a ticket.
    package var routes: [Route]

    package init(
        barrier: Int = 0, holds: Bool = false, spins: Bool = false, routes: [Route] = []
    ) {
        self.barrier = barrier
        self.holds = holds
        self.spins = spins
        self.routes = routes
    }

    /// What the upstream does at one path.
    package struct Route: Sendable, Hashable {
        /// The path with its query as callers send it; without a query it fits any.
        package var path: String
        package var status = 200
        /// Sent as JSON, with a fresh `ticket` where it is an object; nil is a ticket and the path.
        package var body: JSON?
        /// Waited before the answer, in milliseconds.
        package var delay = 0
        /// Whether no answer comes, until the check is over.
        package var hangs = false
        /// Which calls of this path, from 1, are answered with 500.
        package var failures: Set<Int> = []

        package init(path: String) {
            self.path = path
        }
    }
}
