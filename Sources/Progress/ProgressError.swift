import Foundation
import GRDB

/// Why progress cannot be read or kept.
///
/// The file that is named is never overwritten.
package enum ProgressError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file is no SQLite database.
    case notADatabase(file: String)
    /// The file is a database, and parts of it cannot be read.
    case damaged(file: String, detail: String)
    /// The file is a database of another program.
    case foreign(file: String)
    /// The file was written by a later version of the program.
    case newer(file: String)
    /// Another process kept the database locked for all of the waiting time.
    case busy(file: String)
    /// Anything else that the system or SQLite refused.
    case failed(file: String, reason: String)

    package var description: String {
        switch self {
        case .notADatabase(let file):
            "\(file) is no progress database. It was left as it is: move it away, and a new one is "
                + "made at the next start."
        case .damaged(let file, let detail):
            "\(file) is damaged (\(detail)). It was left as it is: put a copy back, or move it and "
                + "the files beside it that end in -wal and -shm away to begin anew."
        case .foreign(let file):
            "\(file) belongs to another program. It was left as it is: move it away, or choose "
                + "another data folder with ROUTELINGS_HOME."
        case .newer(let file):
            "\(file) was written by a later version of Routelings. It was left as it is: upgrade, "
                + "or move it away to begin anew."
        case .busy(let file):
            "\(file) was locked by another process for 5 seconds. Close other prompts and try again."
        case .failed(let file, let reason):
            "\(file) could not be used: \(reason). Check that the folder exists, has room and can "
                + "be written to."
        }
    }

    /// The error in the words of this module.
    init(_ error: any Error, file: String) {
        guard let error = error as? DatabaseError else {
            self =
                error as? ProgressError ?? .failed(file: file, reason: error.localizedDescription)
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_NOTADB: .notADatabase(file: file)
            case .SQLITE_CORRUPT: .damaged(file: file, detail: error.message ?? "SQLite")
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(file: file)
            default: .failed(file: file, reason: error.message ?? "\(error.resultCode)")
            }
    }
}
