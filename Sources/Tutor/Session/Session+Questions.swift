import Course
import Progress

/// A question that waits for an answer, and the lesson it is from.
struct AskedQuestion: Sendable {
    var lesson: String
    var question: Lesson.Question
    /// Whether `review` asked it, away from its lesson.
    var isReview = false
}

/// Questions of lessons: answering them, and coming back to those that were missed.
extension Session {
    /// Whether `text` is the letter of a choice of the question that waits.
    func isChoice(_ text: String) -> Bool {
        guard let choices = question?.question.choices else { return false }
        return choices.indices.map(LessonReading.letter).contains(text.lowercased())
    }

    /// Whether `text` is the letter of a choice of the question that was answered just now.
    func isLateChoice(_ text: String) -> Bool {
        guard question == nil, let choices = answered?.choices else { return false }
        return choices.indices.map(LessonReading.letter).contains(text.lowercased())
    }

    mutating func answer(_ rest: String) -> [Effect] {
        guard let asked = question else {
            return [.show(.trouble("No question waits for an answer: `next` goes on."))]
        }
        let question = asked.question
        let letters = question.choices.indices.map(LessonReading.letter)
        guard let index = letters.firstIndex(of: rest.lowercased()) else {
            let list = letters.map { "`answer \($0)`" }.joined(separator: ", ")
            let what = rest.isEmpty ? "Which choice?" : "`\(rest)` is no choice here:"
            return [.show(.trouble("\(what) \(list)."))]
        }
        let isRight = question.choices[index].isRight
        let right = question.choices.firstIndex { $0.isRight }.map(LessonReading.letter) ?? ""
        let verdict = isRight ? "**Right.**" : "**Not quite**: it is **\(right)**."
        self.question = nil
        answered = question
        standing.answered(
            Standing.Question(lesson: asked.lesson, question: question.id), isRight: isRight)
        return [
            .show(.markdown("\(verdict) \(question.explanation)")),
            .show(
                .notice(
                    asked.isReview
                        ? "`review` goes on, `next` goes back to work." : "`next` goes on.")),
            .remember(
                .answer(
                    lesson: asked.lesson, question: question.id, choice: letters[index],
                    isRight: isRight)),
        ]
    }

    /// Leaves a lesson's question for `review`, unless it was answered right some other time.
    mutating func skipQuestion() -> [Effect] {
        guard let asked = question, !asked.isReview else { return [] }
        let id = Standing.Question(lesson: asked.lesson, question: asked.question.id)
        question = nil
        if standing.right.contains(id) { return [] }
        standing.answered(id, isRight: false)
        return [
            .remember(
                .answer(
                    lesson: asked.lesson, question: asked.question.id, choice: "", isRight: false))
        ]
    }

    /// The question that was missed longest ago; when there is none, the exercises that took the
    /// third hint.
    mutating func review() -> [Effect] {
        for missed in standing.missed {
            guard let (lesson, part) = find(missed), let question = part.question else {
                continue
            }
            self.question = AskedQuestion(lesson: lesson.id, question: question, isReview: true)
            let left =
                standing.missed.count == 1 ? "the last one" : "one of \(standing.missed.count)"
            return [
                .show(.notice("From lesson \(lesson.number), \(lesson.title); \(left).")),
                .show(
                    .markdown(
                        [part.evidence, LessonReading.markdown(of: question)].compactMap(\.self)
                            .joined(separator: "\n\n"))),
            ]
        }
        return [.show(.notice(exercisesToRepeat))]
    }

    /// The lesson of a question, and its part that ends with the question in the learner's track, or
    /// else in another one.
    private func find(_ missed: Standing.Question) -> (Lesson, LessonReading.Part)? {
        guard let lesson = course.lessons.first(where: { $0.id == missed.lesson }) else {
            return nil
        }
        let tracks = [track ?? .fastapi] + Track.allCases
        let parts = tracks.lazy.flatMap { LessonReading(lesson, track: $0).parts }
        return parts.first { $0.question?.id == missed.question }.map { (lesson, $0) }
    }

    private var exercisesToRepeat: String {
        let repeated = offered.filter { exercise in
            let summary = standing[exercise.id, track ?? .fastapi]
            return summary.hints >= exercise.hints.count || summary.hasSeenSolution
        }
        guard !repeated.isEmpty else {
            return "Nothing to review: no question is open, and no exercise took its third hint."
        }
        let list = repeated.map { "`exercise \($0.id)`" }.joined(separator: ", ")
        return "Worth doing again from the start, with `reset yes`: \(list)."
    }
}
