package import Course
import GRDB

extension ProgressStore {
    /// What is known of every exercise and track that anything is known of, in no order.
    ///
    /// - Throws: `ProgressError`.
    package func summaries() throws -> [ExerciseSummary] {
        try read { db in
            var summaries: [Key: ExerciseSummary] = [:]
            try addAttempts(to: &summaries, db)
            try addBest(to: &summaries, db)
            try addHints(to: &summaries, db)
            return Array(summaries.values)
        }
    }

    /// What is known of one exercise in one track; nothing is a summary with zeros.
    ///
    /// - Throws: `ProgressError`.
    package func summary(_ exercise: String, _ track: Track) throws -> ExerciseSummary {
        try summaries().first { $0.exercise == exercise && $0.track == track }
            ?? ExerciseSummary(exercise: exercise, track: track)
    }

    /// Points earned and possible by category, over the best attempts at all exercises in `track`.
    ///
    /// - Throws: `ProgressError`.
    package func points(in track: Track) throws -> [Category: CategoryPoints] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: Self.best + """
                    SELECT category, sum(attemptCheck.points) AS points,
                        sum(attemptCheck.maxPoints) AS maxPoints
                    FROM best JOIN attemptCheck ON attemptCheck.attempt = best.id
                    WHERE track = ? GROUP BY category
                    """, arguments: [track.rawValue])
            return rows.reduce(into: [:]) { points, row in
                guard let category = Category(rawValue: row["category"]) else { return }
                points[category] = CategoryPoints(
                    points: row["points"], maxPoints: row["maxPoints"])
            }
        }
    }

    private struct Key: Hashable {
        var exercise: String
        var track: Track

        /// Nil for a track that nobody knows any more.
        init?(_ row: Row) {
            guard let track = Track(rawValue: row["track"]) else { return nil }
            exercise = row["exercise"]
            self.track = track
        }
    }

    /// The best attempt of each exercise and track as the table `best`: passed before failed, then
    /// most points, then the newest.
    private static let best = """
        WITH best AS (
            SELECT * FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY exercise, track
                    ORDER BY verdict = 'pass' DESC, points DESC, id DESC
                ) AS rank FROM attempt WHERE verdict <> 'error'
            ) WHERE rank = 1
        )

        """

    private func update(
        _ summaries: inout [Key: ExerciseSummary], _ row: Row,
        _ change: (inout ExerciseSummary) -> Void
    ) {
        guard let key = Key(row) else { return }
        var summary =
            summaries[key] ?? ExerciseSummary(exercise: key.exercise, track: key.track)
        change(&summary)
        summaries[key] = summary
    }

    private func addAttempts(to summaries: inout [Key: ExerciseSummary], _ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT exercise, track, count(*) AS attempts, max(verdict = 'pass') AS isPassed
                FROM attempt WHERE verdict <> 'error' GROUP BY exercise, track
                """)
        for row in rows {
            update(&summaries, row) {
                $0.attempts = row["attempts"]
                $0.isPassed = row["isPassed"]
            }
        }
    }

    private func addBest(to summaries: inout [Key: ExerciseSummary], _ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: Self.best + """
                SELECT exercise, track, best.points AS bestPoints, best.maxPoints AS bestMaxPoints,
                    category, sum(attemptCheck.points) AS categoryPoints
                FROM best LEFT JOIN attemptCheck ON attemptCheck.attempt = best.id
                GROUP BY best.id, category
                """)
        for row in rows {
            update(&summaries, row) {
                $0.bestPoints = row["bestPoints"]
                $0.maxPoints = row["bestMaxPoints"]
                let name: String? = row["category"]
                if let category = name.flatMap(Category.init) {
                    $0.categoryPoints[category] = row["categoryPoints"]
                }
            }
        }
    }

    private func addHints(to summaries: inout [Key: ExerciseSummary], _ db: Database) throws {
        let hints = "SELECT exercise, track, max(level) AS level FROM hint GROUP BY exercise, track"
        for row in try Row.fetchAll(db, sql: hints) {
            update(&summaries, row) { $0.hints = row["level"] }
        }
        for row in try Row.fetchAll(db, sql: "SELECT exercise, track FROM solutionSeen") {
            update(&summaries, row) { $0.hasSeenSolution = true }
        }
    }
}
