package import Course
import GRDB

extension ProgressStore {
    /// Keeps an answer; earlier answers to the same question stay.
    ///
    /// - Throws: `ProgressError`.
    package func record(_ answer: Answer) throws {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO answer (lesson, question, choice, isRight, answeredAt)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    answer.lesson, answer.question, answer.choice, answer.isRight,
                    answer.answeredAt,
                ])
        }
    }

    /// All answers, oldest first; of one lesson when it is named.
    ///
    /// - Throws: `ProgressError`.
    package func answers(lesson: String? = nil) throws -> [Answer] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM answer WHERE ?1 IS NULL OR lesson = ?1 ORDER BY id",
                arguments: [lesson]
            ).map { row in
                Answer(
                    lesson: row["lesson"], question: row["question"], choice: row["choice"],
                    isRight: row["isRight"], answeredAt: row["answeredAt"])
            }
        }
    }

    /// The track that was chosen last; nil before the first choice.
    ///
    /// - Throws: `ProgressError`.
    package func track() throws -> Track? {
        try setting("track").flatMap(Track.init)
    }

    /// Keeps the chosen track.
    ///
    /// - Throws: `ProgressError`.
    package func setTrack(_ track: Track) throws {
        try setSetting("track", track.rawValue)
    }

    /// Where the learner was last, in the words with which it was kept; nil before the first time.
    ///
    /// - Throws: `ProgressError`.
    package func lastPosition() throws -> String? {
        try setting("position")
    }

    /// Keeps where the learner is, as a word that only the caller reads.
    ///
    /// - Throws: `ProgressError`.
    package func setLastPosition(_ position: String) throws {
        try setSetting("position", position)
    }

    private func setting(_ name: String) throws -> String? {
        try read { db in
            try String.fetchOne(
                db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
        }
    }

    private func setSetting(_ name: String, _ value: String) throws {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO setting VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value
                    """, arguments: [name, value])
        }
    }
}
