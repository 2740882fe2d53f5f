import GRDB

/// The tables of the progress database, and how they came to be.
enum ProgressSchema {
    /// `RTLG`: says in the file's header whose database it is.
    static let applicationID = 0x5254_4c47

    /// A migration that has been released is never changed: a later one changes what it made.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 attempts, hints, lessons") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: attempts)
            try db.execute(sql: lessons)
        }
        migrator.registerMigration("2 one place") { db in
            // The place is one word among the settings, which says lesson and part as well.
            try db.execute(sql: "DROP TABLE IF EXISTS lessonPosition")
            try db.execute(sql: "DELETE FROM setting WHERE name = 'exercise'")
        }
        return migrator
    }

    private static let attempts = """
        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY,
            exercise TEXT NOT NULL,
            track TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'error')),
            points INTEGER NOT NULL,
            maxPoints INTEGER NOT NULL,
            milliseconds REAL NOT NULL,
            seed INTEGER NOT NULL, -- the 64 bits of an unsigned number
            startedAt TEXT NOT NULL,
            sourceHash TEXT NOT NULL
        ) STRICT;
        CREATE INDEX attemptOfExercise ON attempt (exercise, track);
        CREATE TABLE attemptCheck (
            attempt INTEGER NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            id TEXT NOT NULL,
            category TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'skipped', 'error')),
            points INTEGER NOT NULL,
            maxPoints INTEGER NOT NULL,
            mutant TEXT,
            PRIMARY KEY (attempt, place)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE hint (
            exercise TEXT NOT NULL,
            track TEXT NOT NULL,
            level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
            takenAt TEXT NOT NULL,
            PRIMARY KEY (exercise, track, level)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE solutionSeen (
            exercise TEXT NOT NULL,
            track TEXT NOT NULL,
            seenAt TEXT NOT NULL,
            PRIMARY KEY (exercise, track)
        ) STRICT, WITHOUT ROWID;
        """

    private static let lessons = """
        CREATE TABLE answer (
            id INTEGER PRIMARY KEY,
            lesson TEXT NOT NULL,
            question TEXT NOT NULL,
            choice TEXT NOT NULL,
            isRight INTEGER NOT NULL,
            answeredAt TEXT NOT NULL
        ) STRICT;
        CREATE INDEX answerToQuestion ON answer (lesson, question);
        CREATE TABLE lessonPosition (
            lesson TEXT PRIMARY KEY,
            read INTEGER NOT NULL CHECK (read >= 0)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE setting (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
