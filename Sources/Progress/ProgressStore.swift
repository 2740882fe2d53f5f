import Foundation
import GRDB

/// A learner's progress in one SQLite file: attempts, hints, solutions, answers and places.
///
/// Every write is on the disk when its call returns: the file is in WAL mode with
/// `synchronous=FULL`, so that neither a killed process nor a power cut loses what was reported as
/// kept. Several stores, in one process or several, may use the same file at once; a writer waits
/// up to 5 seconds for another. Calls block for that long at most, usually for milliseconds.
package final class ProgressStore: Sendable {
    private let queue: DatabaseQueue
    /// The database's path.
    package let path: String

    /// How long a call waits for another process's write.
    static let busySeconds = 5.0

    private init(path: String, queue: DatabaseQueue) {
        self.path = path
        self.queue = queue
    }

    /// Opens the database at `path`, making it and its folder when they are not there.
    ///
    /// - Throws: `ProgressError`; the file is then as it was before.
    package static func open(path: String) throws -> ProgressStore {
        do {
            let folder = URL(filePath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try inspect(path)
            return ProgressStore(path: path, queue: try preparedQueue(path))
        } catch {
            throw ProgressError(error, file: path)
        }
    }

    /// Looks into an existing file without changing it, and refuses what is not ours to change.
    private static func inspect(_ path: String) throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)  // none: no file
        guard let size = attributes?[.size] as? Int, size > 0 else { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busySeconds)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { db in
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            // Another process may be about to make the tables: then only this one is there.
            let tables = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'"
            let isEmpty = try Int.fetchOne(db, sql: tables) == 0
            guard application == ProgressSchema.applicationID || isEmpty && application == 0 else {
                throw ProgressError.foreign(file: path)
            }
            let finding = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "ok"
            guard finding == "ok" else {
                throw ProgressError.damaged(file: path, detail: finding)
            }
            guard try !ProgressSchema.migrator.hasBeenSuperseded(db) else {
                throw ProgressError.newer(file: path)
            }
        }
        try queue.close()
    }

    private static func preparedQueue(_ path: String) throws -> DatabaseQueue {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(busySeconds)
        // Two first starts at once: one makes the tables, the other finds them made and is done.
        // SQLite does not wait by itself for a file that is just being put into WAL mode.
        while true {
            do {
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
                try ProgressSchema.migrator.migrate(queue)
                return queue
            } catch let error as DatabaseError where error.isFromARace && clock.now < deadline {
                // This call blocks by contract; it is a retry, with the deadline above.
                Thread.sleep(forTimeInterval: 0.005)
            }
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(busySeconds)
        configuration.label = "progress"
        return configuration
    }

    /// Ends the use of the file; later calls fail.
    ///
    /// - Throws: `ProgressError`.
    package func close() throws {
        try mapped { try queue.close() }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try mapped { try queue.write(body) }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try mapped { try queue.read(body) }
    }

    private func mapped<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw ProgressError(error, file: path)
        }
    }
}

extension DatabaseError {
    /// Whether another process may have caused it by preparing the same file at the same time.
    fileprivate var isFromARace: Bool {
        switch resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: true
        case .SQLITE_ERROR: message?.contains("already exists") == true
        case .SQLITE_CONSTRAINT: true
        default: false
        }
    }
}
