import Course
import Foundation
import GRDB
import Testing

@testable import Progress

/// The file on the disk: what is refused, what survives, who may share it.
@Suite struct ProgressFileTests {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    @Test func makesTheFileAndItsFolder() throws {
        let path = "\(folder.path)/a b/c/progress.sqlite"
        try ProgressStore.open(path: path).record(.sample())
        #expect(try ProgressStore.open(path: path).summaries().count == 1)
    }

    @Test func writesThroughToTheDisk() throws {
        let store = try folder.store()
        let (journal, synchronous) = try store.read { db in
            (
                try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(db, sql: "PRAGMA synchronous")
            )
        }
        #expect(journal == "wal")
        #expect(synchronous == 2, "2 is FULL")
    }

    @Test func findsWhatAnAbruptEndLeftInTheLog() throws {
        let store = try folder.store()
        try store.record(.sample())
        // The files as a killed process leaves them: nothing was closed, all is in the log.
        let copy = try ScratchFolder()
        try copy.write(try folder.bytes())
        try copy.write(try folder.bytes("progress.sqlite-wal"), "progress.sqlite-wal")
        #expect(try copy.store().summaries().count == 1)
        try store.close()
    }

    @Test func keepsAllOfAnAttemptOrNothing() throws {
        let store = try folder.store()
        try store.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER refuse BEFORE INSERT ON attemptCheck WHEN NEW.place = 1
                    BEGIN SELECT RAISE(ABORT, 'refused'); END
                    """)
        }
        #expect(throws: ProgressError.self) { try store.record(.sample()) }
        #expect(try store.attempts("path-params", .flask) == [])
    }

    @Test func letsTwoStoresWriteAtOnce() async throws {
        let path = folder.database
        try await withThrowingTaskGroup { group in
            for writer in 0..<4 {
                group.addTask {
                    let store = try ProgressStore.open(path: path)
                    for number in 0..<25 {
                        try store.record(.sample("e\(writer)", points: number))
                    }
                }
            }
            try await group.waitForAll()
        }
        let summaries = try folder.store().summaries()
        #expect(summaries.map(\.attempts) == [25, 25, 25, 25])
        #expect(summaries.map(\.bestPoints) == [24, 24, 24, 24])
    }

    @Test func letsManyStartAtOnceOnANewFile() async throws {
        for round in 0..<20 {
            let path = "\(folder.path)/\(round)/progress.sqlite"
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { try ProgressStore.open(path: path).record(.sample()) }
                }
                try await group.waitForAll()
            }
            #expect(try ProgressStore.open(path: path).attempts("path-params", .flask).count == 4)
        }
    }

    @Test func seesWhatTheOtherStoreWrote() throws {
        let (first, second) = (try folder.store(), try folder.store())
        try first.record(.sample())
        #expect(try second.summaries().count == 1)
        try second.setTrack(.fastapi)
        #expect(try first.track() == .fastapi)
    }

    @Test func refusesAFileThatIsNoDatabase() throws {
        let text = Data(String(repeating: "not a database\n", count: 100).utf8)
        try folder.write(text)
        #expect(throws: ProgressError.notADatabase(file: folder.database)) { try folder.store() }
        #expect(try folder.bytes() == text)
    }

    @Test func refusesADatabaseOfAnotherProgram() throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: "CREATE TABLE theirs (a)") }
        try queue.close()
        let bytes = try folder.bytes()
        #expect(throws: ProgressError.foreign(file: folder.database)) { try folder.store() }
        #expect(try folder.bytes() == bytes)
    }

    @Test func refusesADatabaseOfALaterVersion() throws {
        let store = try folder.store()
        try store.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2 what is not yet known')")
        }
        try store.close()
        #expect(throws: ProgressError.newer(file: folder.database)) { try folder.store() }
    }

    @Test func refusesADamagedDatabase() throws {
        let store = try folder.store()
        for _ in 0..<50 { try store.record(.sample()) }
        try store.close()
        var bytes = try folder.bytes()
        // The last page alone: one that holds rows, which nobody reads while opening.
        bytes.replaceSubrange((bytes.count - 4096)..., with: Data(repeating: 7, count: 4096))
        try folder.write(bytes)
        #expect {
            try folder.store()
        } throws: { error in
            guard case .damaged(folder.database, _)? = error as? ProgressError else { return false }
            return true
        }
        #expect(try folder.bytes() == bytes)
    }

    @Test func saysWhatStandsInTheWay() throws {
        try folder.write(Data("x".utf8), "file")
        #expect {
            try ProgressStore.open(path: "\(folder.path)/file/progress.sqlite")
        } throws: { error in
            "\(error)".contains("could not be used") && error is ProgressError
        }
    }

    @Test func goesOnWhereAnotherStartWasInterrupted() throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(
                sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        try queue.close()
        #expect(try folder.store().summaries() == [])
    }

    @Test func takesAnEmptyFileForANewOne() throws {
        try folder.write(Data())
        #expect(try folder.store().summaries() == [])
    }
}
