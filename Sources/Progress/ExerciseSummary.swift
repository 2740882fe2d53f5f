package import Course

/// What is known of one exercise in one track.
package struct ExerciseSummary: Sendable, Hashable {
    package var exercise: String
    package var track: Track
    /// Whether any attempt passed.
    package var isPassed = false
    /// Attempts that passed or failed; errors of the grader do not count.
    package var attempts = 0
    /// Points of the best attempt: the one that passed, else the one with most points.
    package var bestPoints = 0
    /// What the best attempt could have earned; 0 without an attempt.
    package var maxPoints = 0
    /// Points of the best attempt by category; a category without a check is left out.
    package var categoryPoints: [Category: Int] = [:]
    /// The highest hint taken, 0 to 3.
    package var hints = 0
    package var hasSeenSolution = false

    package init(exercise: String, track: Track) {
        self.exercise = exercise
        self.track = track
    }
}

/// Points earned and possible in one category.
package struct CategoryPoints: Sendable, Hashable {
    package var points: Int
    package var maxPoints: Int

    package init(points: Int, maxPoints: Int) {
        self.points = points
        self.maxPoints = maxPoints
    }
}
