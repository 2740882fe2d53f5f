package import Course
package import Foundation
import GRDB

extension ProgressStore {
    /// Keeps an attempt with its checks.
    ///
    /// - Throws: `ProgressError`; then nothing of it is kept.
    package func record(_ attempt: Attempt) throws {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO attempt (exercise, track, verdict, points, maxPoints, milliseconds,
                        seed, startedAt, sourceHash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    attempt.exercise, attempt.track.rawValue, attempt.verdict.rawValue,
                    attempt.points, attempt.maxPoints, attempt.milliseconds,
                    Int64(bitPattern: attempt.seed), attempt.startedAt, attempt.sourceHash,
                ])
            let id = db.lastInsertedRowID
            for (place, check) in attempt.checks.enumerated() {
                try insert(check, place: place, attempt: id, db)
            }
        }
    }

    private func insert(
        _ check: Attempt.CheckOutcome, place: Int, attempt: Int64, _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO attemptCheck VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                attempt, place, check.id, check.category.rawValue, check.verdict.rawValue,
                check.points, check.maxPoints, check.mutant,
            ])
    }

    /// The newest attempts at an exercise in a track, at most `limit`, newest first.
    ///
    /// - Throws: `ProgressError`.
    package func attempts(_ exercise: String, _ track: Track, limit: Int = 100) throws -> [Attempt]
    {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM attempt WHERE exercise = ? AND track = ?
                    ORDER BY id DESC LIMIT ?
                    """,
                arguments: [exercise, track.rawValue, limit]
            ).compactMap { row in
                try Attempt(row, checks: self.checks(ofAttempt: row["id"], db))
            }
        }
    }

    private func checks(ofAttempt id: Int64, _ db: Database) throws -> [Attempt.CheckOutcome] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM attemptCheck WHERE attempt = ? ORDER BY place", arguments: [id]
        ).compactMap(Attempt.CheckOutcome.init)
    }

    /// Keeps that the hint of `level`, 1 to 3, was taken; taking it again changes nothing.
    ///
    /// - Throws: `ProgressError`, also for another level.
    package func recordHint(
        _ exercise: String, _ track: Track, level: Int, at date: Date
    ) throws {
        try write { db in
            try db.execute(
                sql: "INSERT INTO hint VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [exercise, track.rawValue, level, date])
        }
    }

    /// Keeps that the solution was seen; the first time stands.
    ///
    /// - Throws: `ProgressError`.
    package func recordSolutionSeen(_ exercise: String, _ track: Track, at date: Date) throws {
        try write { db in
            try db.execute(
                sql: "INSERT INTO solutionSeen VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [exercise, track.rawValue, date])
        }
    }
}

extension Attempt {
    /// The row as an attempt, or nil when it holds a track or verdict that nobody knows any more.
    fileprivate init?(_ row: Row, checks: [CheckOutcome]) {
        guard let track = Track(rawValue: row["track"]),
            let verdict = Verdict(rawValue: row["verdict"])
        else { return nil }
        let seed: Int64 = row["seed"]
        self.init(
            exercise: row["exercise"], track: track, verdict: verdict, points: row["points"],
            maxPoints: row["maxPoints"], milliseconds: row["milliseconds"],
            seed: UInt64(bitPattern: seed), startedAt: row["startedAt"],
            sourceHash: row["sourceHash"], checks: checks)
    }
}

extension Attempt.CheckOutcome {
    fileprivate init?(_ row: Row) {
        guard let category = Category(rawValue: row["category"]),
            let verdict = Attempt.CheckVerdict(rawValue: row["verdict"])
        else { return nil }
        self.init(
            id: row["id"], category: category, verdict: verdict, points: row["points"],
            maxPoints: row["maxPoints"], mutant: row["mutant"])
    }
}
