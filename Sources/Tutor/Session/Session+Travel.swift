import Course
import Progress

/// Moving through the course.
extension Session {
    static let trackQuestion = """
        Which framework shall it be? You can change at any time with `track NAME`.

        - `flask`: small and explicit; you add what you need. Classic, synchronous (WSGI).
        - `fastapi`: types in, validation and documentation out. Asynchronous (ASGI).
        - `swift`: Hummingbird, compiled; many mistakes are found before the first request. At the
          first use it is built for about two minutes.
        """

    mutating func chooseTrack(_ text: String) -> [Effect] {
        let word = text.lowercased().split(separator: " ").last.map(String.init) ?? ""
        let fits = Track.allCases.filter { $0.rawValue.hasPrefix(word) }
        guard fits.count == 1 else {
            if word == "quit" || word == "exit" { return [.quit] }
            return [.show(.trouble("`\(text)` is no track: type flask, fastapi or swift."))]
        }
        return choose(fits[0])
    }

    /// Opens what `place` says, after a start or a change of track.
    mutating func arrive() -> [Effect] {
        switch place {
        case .start: return []
        case .lesson(let number, let read):
            guard read > 0, let lesson = course.lesson(number), let track else { return [] }
            let parts = LessonReading(lesson, track: track).parts
            let example = parts.prefix(read).last?.example
            return [.show(.notice(resumed(number))), .host(example)]
        case .exercise(let id):
            guard let exercise = course.exercise(id), let track, exercise.tracks.contains(track)
            else {
                place = .start
                return []
            }
            return [.open(exercise: exercise, track: track)]
        }
    }

    private func resumed(_ number: UnitNumber) -> String {
        "You are reading lesson \(number): `next` goes on, `lesson \(number)` starts it again."
    }

    mutating func openLesson(_ argument: String) -> [Effect] {
        guard let number = UnitNumber(argument.lowercased()), let lesson = course.lesson(number)
        else {
            let numbers = course.lessons.map(\.number.description).joined(separator: ", ")
            return [
                .show(.trouble("There is no lesson `\(argument)`: the lessons are \(numbers)."))
            ]
        }
        return showPart(0, of: lesson)
    }

    /// Shows part `index` of `lesson`, and remembers that it has been read.
    private mutating func showPart(_ index: Int, of lesson: Lesson) -> [Effect] {
        guard let track else { return [] }
        let parts = LessonReading(lesson, track: track).parts
        guard parts.indices.contains(index) else { return openFirst(of: lesson.number) }
        question = parts[index].question.map { AskedQuestion(lesson: lesson.id, question: $0) }
        hasScratch = false
        place = .lesson(lesson.number, read: index + 1)
        let isLast = index + 1 == parts.count
        let end = isLast ? [Effect.show(.notice(ending(of: lesson, for: track)))] : []
        return [.show(.markdown(parts[index].markdown)), .remember(.place(place))]
            + host(parts, index) + end
    }

    /// Has the app up that the reader sees, and says so when it is another than before.
    private func host(_ parts: [LessonReading.Part], _ index: Int) -> [Effect] {
        let example = parts[index].example
        let isNew = example != nil && (index == 0 || parts[index - 1].example != example)
        let news = "The app above is up: send it requests of your own."
        return [.host(example)] + (isNew ? [.show(.notice(news))] : [])
    }

    private func ending(of lesson: Lesson, for reader: Track) -> String {
        if offered.contains(where: { $0.unit == lesson.number }) {
            return "End of the lesson. `next` opens its first exercise."
        }
        let tracks = course.exercises.filter { $0.unit == lesson.number }.flatMap(\.tracks)
        let shown = lesson.track(for: reader)
        guard let track = tracks.contains(shown) ? shown : tracks.first else {
            return "End of the lesson. `next` goes on."
        }
        return "End of the lesson. Its exercises are in other tracks, such as `track \(track)`; "
            + "`next` goes on in yours."
    }

    private mutating func openFirst(of unit: UnitNumber) -> [Effect] {
        let exercises = offered.filter { $0.unit == unit }
        let unpassed = exercises.first {
            !standing[$0.id, track ?? .fastapi].isPassed && !isOptional($0)
        }
        guard let exercise = unpassed ?? exercises.first else { return openLesson(after: unit) }
        return open(exercise)
    }

    private mutating func openLesson(after unit: UnitNumber) -> [Effect] {
        guard let lesson = course.lessons.first(where: { $0.number > unit }) else {
            return [.show(.notice("That was the last one. `progress` shows what is left to do."))]
        }
        return showPart(0, of: lesson)
    }

    /// The exercises of the chosen track.
    var offered: [Exercise] {
        course.exercises.filter { exercise in track.map(exercise.tracks.contains) ?? false }
    }

    mutating func open(_ exercise: Exercise) -> [Effect] {
        guard let track else { return [] }
        question = nil
        hasScratch = false
        ladder = HintLadder()
        failure = ([], 0)
        // What was asked elsewhere says nothing here.
        if place != .exercise(exercise.id) { (lastRequest, lastReport) = (nil, nil) }
        place = .exercise(exercise.id)
        let title = "# \(exercise.unit).\(exercise.place) \(exercise.title)"
        let lines = exercise.parsons[track].map { _ in [Effect.showLines(exercise, track)] } ?? []
        return [
            .show(.markdown("\(title)\n\n\(exercise.task.markdown(for: track))")),
            .open(exercise: exercise, track: track), .remember(.place(place)),
        ] + lines
    }

    mutating func openExercise(_ argument: String) -> [Effect] {
        if argument.isEmpty {
            guard let exercise else {
                return [.show(.trouble("Which one? `exercise ID`; `lessons` lists them."))]
            }
            return open(exercise)
        }
        let fits = course.exercises.filter { $0.id.hasPrefix(argument) }
        guard let exercise = course.exercise(argument) ?? (fits.count == 1 ? fits[0] : nil) else {
            let near = Suggestion.nearest(to: argument, among: course.exercises.map(\.id))
            let suggestion = near.map { " Did you mean `\($0)`?" } ?? ""
            return [
                .show(
                    .trouble(
                        "There is no exercise `\(argument)`.\(suggestion) `lessons` lists them."))
            ]
        }
        guard let track, exercise.tracks.contains(track) else {
            let tracks = exercise.tracks.map(\.rawValue).joined(separator: ", ")
            return [
                .show(
                    .trouble(
                        "`\(exercise.id)` is for \(tracks): `track \(exercise.tracks[0].rawValue)` first."
                    ))
            ]
        }
        return open(exercise)
    }

    mutating func next() -> [Effect] {
        switch place {
        case .start:
            if let lesson = course.lessons.first { return showPart(0, of: lesson) }
            return offered.first.map { open($0) } ?? openLesson(after: 0)
        case .lesson(let number, let read):
            guard let lesson = course.lesson(number) else { return [] }
            return skipQuestion() + showPart(read, of: lesson)
        case .exercise(let id):
            guard let current = course.exercise(id) else { return [] }
            let later = offered.first { $0.unit == current.unit && $0.place > current.place }
            let left = standing[id, track ?? .fastapi].isPassed || isOptional(current)
            let told = left ? [] : [Effect.show(.notice("`\(id)` waits: `back` returns to it."))]
            return told + (later.map { open($0) } ?? openLesson(after: current.unit))
        }
    }

    mutating func back() -> [Effect] {
        switch place {
        case .start: return [.show(.notice("This is the start. `next` begins the first lesson."))]
        case .lesson(let number, let read):
            guard let lesson = course.lesson(number) else { return [] }
            if read > 1 { return showPart(read - 2, of: lesson) }
            let before = offered.last { $0.unit < number }
            return before.map { open($0) } ?? showPart(0, of: lesson)
        case .exercise(let id):
            guard let current = course.exercise(id) else { return [] }
            let earlier = offered.last { $0.unit == current.unit && $0.place < current.place }
            if let earlier { return open(earlier) }
            return course.lesson(current.unit).map { showPart(0, of: $0) } ?? []
        }
    }

    mutating func change(to argument: String) -> [Effect] {
        let fits = Track.allCases.filter { !argument.isEmpty && $0.rawValue.hasPrefix(argument) }
        guard fits.count == 1 else {
            let words = Track.allCases.map { "`track \($0.rawValue)`" }.joined(separator: " or ")
            let what = argument.isEmpty ? "Which track?" : "`\(argument)` is no track:"
            return [.show(.trouble("\(what) \(words)."))]
        }
        track = fits[0]
        let told: [Effect] = [
            .remember(.track(fits[0])), .show(.notice("The track is \(fits[0].title) now.")),
        ]
        if case .exercise(let id) = place, let exercise = course.exercise(id),
            !exercise.tracks.contains(fits[0])
        {
            place = .start
            return told + [.show(.notice("`\(id)` is not in this track; `lessons` lists what is."))]
        }
        if case .lesson(let number, let read) = place, let lesson = course.lesson(number) {
            return told + showPart(max(0, read - 1), of: lesson)
        }
        return told + (exercise.map { open($0) } ?? [])
    }
}
