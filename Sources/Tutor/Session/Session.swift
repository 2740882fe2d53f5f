package import Course
import Grading

/// A learner's session: a pure state machine from what happens to what is to be done.
package struct Session: Sendable {
    package let course: Course
    /// Nil until one is chosen.
    package internal(set) var track: Track?
    package internal(set) var place: Place
    package internal(set) var standing: Standing
    /// The question that waits for an answer.
    var question: AskedQuestion?
    /// The last one that was answered, until something else is done.
    var answered: Lesson.Question?
    var ladder = HintLadder()
    /// What failed last, and how often in a row it failed just so.
    var failure: (signature: [String], times: Int) = ([], 0)
    var lastRequest: Request?
    /// How the open exercise's file did the last time.
    var lastReport: Report?
    /// Whether handlers may be typed at the prompt.
    package internal(set) var hasScratch = false
    /// Where curl lines point.
    let playBase: String
    let readFile: @Sendable (String) throws -> [UInt8]

    /// A session that goes on where the last one ended, at `place`.
    ///
    /// `track` is the one that is asked for or remembered, nil when a choice is to be made;
    /// `playBase` is where the learner's app answers, such as `http://127.0.0.1:41877`; `readFile`
    /// gives the bytes of a file that a request item names.
    package init(
        course: Course, track: Track?, place: Place, standing: Standing, playBase: String,
        readFile: @escaping @Sendable (String) throws -> [UInt8]
    ) {
        self.course = course
        self.track = track
        self.place = place
        self.standing = standing
        self.playBase = playBase
        self.readFile = readFile
    }

    /// The exercise that is open, or nil.
    package var exercise: Exercise? {
        if case .exercise(let id) = place { course.exercise(id) } else { nil }
    }

    /// The words before the prompt's mark, such as `fastapi path-params`.
    package var promptWords: [String] {
        Self.promptWords(track: track, place: place) + (hasScratch ? ["scratch"] : [])
    }

    /// The words before the prompt's mark at `place`, before there is a session.
    package static func promptWords(track: Track?, place: Place) -> [String] {
        guard let track else { return ["track?"] }
        return switch place {
        case .start: [track.rawValue]
        case .lesson(let number, _): [track.rawValue, "lesson \(number)"]
        case .exercise(let id): [track.rawValue, id]
        }
    }

    /// Takes in one event and says what is to be done, in order.
    package mutating func handle(
        _ event: Event, at now: ContinuousClock.Instant = .now
    ) -> [Effect] {
        switch event {
        case .started(let isInteractive): started(isInteractive)
        case .line(let line): self.line(line, now)
        case .saved: saved()
        case .checked(let report): checked(report)
        case .answered(_, .success(let answer)): [.show(.answer(answer))]
        case .answered(_, .failure(let problem)): [.show(.trouble("No answer: \(problem)."))]
        }
    }

    private mutating func started(_ isInteractive: Bool) -> [Effect] {
        if track == nil, isInteractive { return [.show(.markdown(Self.trackQuestion))] }
        return choose(track ?? .fastapi)
    }

    private mutating func line(_ line: String, _ now: ContinuousClock.Instant) -> [Effect] {
        let text = line.trimmingBlanks
        if text.isEmpty { return [] }
        if track == nil { return chooseTrack(text) }
        if hasScratch, Entry.isCode(text) { return [.addToScratch(text)] }
        if isChoice(text) { return answer(text) }
        if isLateChoice(text) {
            return [.show(.notice("That question is answered: `next` goes on."))]
        }
        answered = nil
        switch CommandTable.command(in: text) {
        case .found(let word, let rest): return run(word, rest, now)
        case .unknown(let word, let near):
            return [.show(.trouble(CommandTable.unknown(word, near: near)))]
        case .ambiguous(let word, let fits):
            let list = fits.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            return [.show(.trouble("`\(word)` fits \(list): type one letter more."))]
        }
    }

    /// Everything that follows from settling on `track`: the greeting, and the open exercise.
    mutating func choose(_ track: Track) -> [Effect] {
        self.track = track
        let greeting = Effect.show(.greeting(greeting(track)))
        return [.remember(.track(track)), greeting] + arrive()
    }

    private mutating func saved() -> [Effect] {
        guard let exercise, let track, !hasScratch else { return [] }
        ladder.edited()
        return [.check(exercise: exercise, track: track)]
    }
}

extension String {
    /// The text without blanks at its ends.
    var trimmingBlanks: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
