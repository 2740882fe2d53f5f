package import Course
package import Foundation

/// One grading of a learner's file, as it is kept.
package struct Attempt: Sendable, Hashable {
    package var exercise: String
    package var track: Track
    package var verdict: Verdict
    /// What the checks that passed are worth together.
    package var points: Int
    /// What all checks are worth together, from 1.
    package var maxPoints: Int
    /// From the start of a fresh worker to the verdict.
    package var milliseconds: Double
    /// With it the run can be repeated.
    package var seed: UInt64
    /// Kept to the millisecond.
    package var startedAt: Date
    /// Tells whether two attempts were made with the same file; any text that does.
    package var sourceHash: String
    /// In the order in which they ran.
    package var checks: [CheckOutcome]

    package init(
        exercise: String, track: Track, verdict: Verdict, points: Int, maxPoints: Int,
        milliseconds: Double, seed: UInt64, startedAt: Date, sourceHash: String,
        checks: [CheckOutcome]
    ) {
        self.exercise = exercise
        self.track = track
        self.verdict = verdict
        self.points = points
        self.maxPoints = maxPoints
        self.milliseconds = milliseconds
        self.seed = seed
        self.startedAt = startedAt
        self.sourceHash = sourceHash
        self.checks = checks
    }

    /// How an attempt ended.
    package enum Verdict: String, Sendable, Hashable, CaseIterable {
        case pass
        case fail
        /// The grader could not do its job. Kept for the record; it counts for nothing.
        case error
    }

    /// How one check of an attempt ended.
    package struct CheckOutcome: Sendable, Hashable {
        package var id: String
        package var category: Category
        package var verdict: CheckVerdict
        /// What it earned, from 0 to `maxPoints`.
        package var points: Int
        package var maxPoints: Int
        /// The mutant whose diagnosis explained the failure; nil when none did.
        package var mutant: String?

        package init(
            id: String, category: Category, verdict: CheckVerdict, points: Int, maxPoints: Int,
            mutant: String? = nil
        ) {
            self.id = id
            self.category = category
            self.verdict = verdict
            self.points = points
            self.maxPoints = maxPoints
            self.mutant = mutant
        }
    }

    /// How one check ended.
    package enum CheckVerdict: String, Sendable, Hashable, CaseIterable {
        case pass
        case fail
        /// Something that it needs failed.
        case skipped
        case error
    }
}
