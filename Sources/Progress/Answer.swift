package import Foundation

/// What a learner answered to a question of a lesson.
package struct Answer: Sendable, Hashable {
    /// The lesson's id, such as `02-routing`.
    package var lesson: String
    /// The question's id, unique in its lesson.
    package var question: String
    /// The choice's letter, or whatever else names it.
    package var choice: String
    package var isRight: Bool
    /// Kept to the millisecond.
    package var answeredAt: Date

    package init(
        lesson: String, question: String, choice: String, isRight: Bool, answeredAt: Date
    ) {
        self.lesson = lesson
        self.question = question
        self.choice = choice
        self.isRight = isRight
        self.answeredAt = answeredAt
    }
}
