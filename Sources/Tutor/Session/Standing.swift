package import Course

/// How far a learner is: what the record of past sessions says, and what this one adds.
package struct Standing: Sendable, Hashable {
    /// One exercise in one track.
    package struct Key: Sendable, Hashable {
        package var exercise: String
        package var track: Track

        package init(_ exercise: String, _ track: Track) {
            self.exercise = exercise
            self.track = track
        }
    }

    /// What is known of one exercise in one track.
    package struct Entry: Sendable, Hashable {
        package var isPassed = false
        package var attempts = 0
        /// Checks that passed in the best attempt.
        package var bestPoints = 0
        /// Points by category in the best attempt.
        package var categoryPoints: [Category: Int] = [:]
        /// Hints opened so far, 0 to 3.
        package var hints = 0
        package var hasSeenSolution = false

        package init() {}
    }

    package var entries: [Key: Entry]

    package init(entries: [Key: Entry] = [:]) {
        self.entries = entries
    }

    package subscript(exercise: String, track: Track) -> Entry {
        get { entries[Key(exercise, track)] ?? Entry() }
        set { entries[Key(exercise, track)] = newValue }
    }
}
