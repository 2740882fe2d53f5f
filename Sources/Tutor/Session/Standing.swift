package import Course
package import Progress

/// How far a learner is: what the record of past sessions says, and what this one adds.
package struct Standing: Sendable, Hashable {
    /// One exercise in one track.
    private struct Key: Sendable, Hashable {
        var exercise: String
        var track: Track
    }

    private var summaries: [Key: ExerciseSummary]
    /// The questions whose last answer was wrong, in the order in which they were missed.
    package private(set) var missed: [Question] = []
    /// The questions whose last answer was right.
    package private(set) var right: Set<Question> = []

    /// A question of a lesson, by their ids.
    package struct Question: Sendable, Hashable {
        package var lesson: String
        package var question: String

        package init(lesson: String, question: String) {
            self.lesson = lesson
            self.question = question
        }
    }

    /// Takes in an answer; the last one to a question counts.
    package mutating func answered(_ question: Question, isRight: Bool) {
        missed.removeAll { $0 == question }
        right.remove(question)
        if isRight { right.insert(question) } else { missed.append(question) }
    }

    package init(_ summaries: [ExerciseSummary] = []) {
        let keyed = summaries.map { (Key(exercise: $0.exercise, track: $0.track), $0) }
        self.summaries = Dictionary(keyed) { $1 }
    }

    /// Whether nothing has been done yet.
    package var isEmpty: Bool { summaries.isEmpty }

    package subscript(exercise: String, track: Track) -> ExerciseSummary {
        get {
            summaries[Key(exercise: exercise, track: track)]
                ?? ExerciseSummary(exercise: exercise, track: track)
        }
        set { summaries[Key(exercise: exercise, track: track)] = newValue }
    }
}
