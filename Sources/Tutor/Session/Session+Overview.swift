import Course
import Progress

/// What lists, maps and the greeting are made of.
extension Session {
    func greeting(_ track: Track) -> Message.Greeting {
        let exercises = offered
        let passed = exercises.count { standing[$0.id, track].isPassed }
        return Message.Greeting(
            units: Set(exercises.map(\.unit)).union(course.lessons.map(\.number)).count,
            exercises: exercises.count, passed: passed, place: placeTitle, track: track,
            isFirst: place == .start && standing.isEmpty)
    }

    private var placeTitle: String {
        switch place {
        case .start: course.lessons.first.map { "\($0.number) \($0.title)" } ?? ""
        case .lesson(let number, _): course.lesson(number).map { "\($0.number) \($0.title)" } ?? ""
        case .exercise(let id):
            course.exercise(id).map { "\($0.unit).\($0.place) \($0.id)" } ?? ""
        }
    }

    var overview: [Message.UnitOverview] {
        let units = Set(course.lessons.map(\.number)).union(course.exercises.map(\.unit)).sorted()
        return units.map { unit in
            let lesson = course.lesson(unit)
            let questions = lesson.map(questions) ?? []
            return Message.UnitOverview(
                number: unit, title: lesson?.title ?? "", hasLesson: lesson != nil,
                exercises: course.exercises.filter { $0.unit == unit }.map(overview(of:)),
                rightAnswers: questions.count(where: standing.right.contains),
                questions: questions.count)
        }
    }

    /// The questions of `lesson` in the track.
    private func questions(of lesson: Lesson) -> [Standing.Question] {
        let shown = lesson.track(for: track ?? .fastapi)
        return lesson.blocks.compactMap { block in
            guard case .question(let question) = block.content,
                block.tracks.isEmpty || block.tracks.contains(shown)
            else { return nil }
            return Standing.Question(lesson: lesson.id, question: question.id)
        }
    }

    private func overview(of exercise: Exercise) -> Message.ExerciseOverview {
        let track = track ?? .fastapi
        let entry = standing[exercise.id, track]
        return Message.ExerciseOverview(
            id: exercise.id, title: exercise.title, isOpen: place == .exercise(exercise.id),
            isOffered: exercise.tracks.contains(track), isPassed: entry.isPassed,
            points: entry.bestPoints, maxPoints: exercise.maxPoints(for: track),
            hints: entry.hints, hasSeenSolution: entry.hasSeenSolution,
            isOptional: isOptional(exercise))
    }

    /// Whether the unit's last exercise was passed cold, without a hint: who can do that needs none
    /// of those before it.
    func isOptional(_ exercise: Exercise) -> Bool {
        let track = track ?? .fastapi
        guard let last = offered.last(where: { $0.unit == exercise.unit }), last.id != exercise.id,
            !standing[exercise.id, track].isPassed
        else { return false }
        let summary = standing[last.id, track]
        return summary.isPassed && summary.hints == 0 && !summary.hasSeenSolution
    }

    /// Points of each category in each track.
    var categoryPoints: [Message.CategoryPoints] {
        Category.allCases.flatMap { category in
            Track.allCases.map { categoryPoints(category, $0) }
        }
    }

    private func categoryPoints(_ category: Category, _ track: Track) -> Message.CategoryPoints {
        let exercises = course.exercises.filter { $0.tracks.contains(track) }
        let checks = exercises.flatMap { $0.checks(for: track) }
        return Message.CategoryPoints(
            category: category, track: track,
            points: exercises.reduce(0) {
                $0 + (standing[$1.id, track].categoryPoints[category] ?? 0)
            },
            maxPoints: checks.filter { $0.category == category }.reduce(0) { $0 + $1.points })
    }
}
