import HTTPTypes
public import Hummingbird
import Synchronization

/// A database that keeps count of its handles, in place of a real one.
///
///     let db = FakeDB.connect()            opens a handle, with a number of its own
///     try db.count("tools")                answers at once
///     try await db.slowCount("tools")      answers when the upstream has
///     db.close()                           closes the handle; from then on it answers nothing
///
/// `GET /kit/stats` tells how many handles were opened and closed, how many are open now, and how
/// many were open at once at most. `POST /kit/reset` starts the counting anew.
public enum FakeDB {
    /// Opens a handle.
    ///
    /// Whoever opens it closes it.
    public static func connect() -> Handle {
        let number = counts.withLock { counts in
            counts.opened += 1
            counts.open += 1
            counts.atOnce = max(counts.atOnce, counts.open)
            counts.lastNumber += 1
            return counts.lastNumber
        }
        return Handle(number: number)
    }

    /// Adds `/kit/stats` and `/kit/reset` to a router.
    public static func addStats(to router: Router<AppContext>) {
        router.get("kit/stats") { _, _ in counts.withLock { Stats($0) } }
        router.post("kit/reset") { _, _ in
            counts.withLock { counts in
                (counts.opened, counts.closed, counts.atOnce) = (0, 0, counts.open)
                return Stats(counts)
            }
        }
    }

    /// A connection to the database.
    ///
    /// Only one request at a time may use it.
    public final class Handle: Sendable {
        /// Its number, from 1.
        public let number: Int
        private let isClosed = Atomic(false)

        fileprivate init(number: Int) {
            self.number = number
        }

        /// How many rows `table` has.
        ///
        /// - Throws: `Problem`.
        public func count(_ table: String) throws -> Int {
            guard !isClosed.load(ordering: .acquiring) else {
                throw Problem.handleClosed(number: number, table: table)
            }
            guard let rows = tables[table] else { throw Problem.noSuchTable(table) }
            return rows
        }

        /// The same, when the database is busy.
        ///
        /// - Throws: `Problem`, `UpstreamError`.
        public func slowCount(_ table: String) async throws -> Int {
            let rows = try count(table)
            _ = try await Upstream.get("/wait")
            return rows
        }

        /// Gives the handle back; closing it again changes nothing.
        public func close() {
            if isClosed.exchange(true, ordering: .acquiringAndReleasing) { return }
            counts.withLock { counts in
                counts.closed += 1
                counts.open -= 1
            }
        }
    }

    /// Why the database gave no answer.
    public enum Problem: Error, CustomStringConvertible {
        /// The handle was used after it had been closed.
        case handleClosed(number: Int, table: String)
        /// There is no such table.
        case noSuchTable(String)

        /// What happened, with the value seen.
        public var description: String {
            switch self {
            case .handleClosed(let number, let table):
                "handle \(number) was closed before it was asked for \(table)"
            case .noSuchTable(let table):
                "there is no table \(table): the tables are members and tools"
            }
        }
    }

    private struct Counts {
        var opened = 0
        var closed = 0
        var open = 0
        var atOnce = 0
        var lastNumber = 0
    }

    /// What `/kit/stats` tells.
    private struct Stats: ResponseEncodable {
        var opened: Int
        var closed: Int
        var open: Int
        var at_once: Int

        init(_ counts: Counts) {
            (opened, closed) = (counts.opened, counts.closed)
            (open, at_once) = (counts.open, counts.atOnce)
        }
    }

    private static let counts = Mutex(Counts())
    private static let tables = ["tools": 42, "members": 17]
}
