import Course
import Grading

/// What each command asks for.
extension Session {
    mutating func run(_ word: CommandWord, _ rest: String, _ now: ContinuousClock.Instant)
        -> [Effect]
    {
        switch word {
        case .lessons: [.show(.overview(overview, track ?? .fastapi))]
        case .lesson: openLesson(rest)
        case .next: next()
        case .back: back()
        case .exercise: openExercise(rest)
        case .track: change(to: rest)
        case .edit: withExercise { [.edit($0, $1)] }
        case .arrange: arrange(rest)
        case .check: withExercise { [.check(exercise: $0, track: $1)] }
        case .hint: hint(now)
        case .solution: solution(rest)
        case .reset: reset(rest)
        case .diff: withExercise { [.showDifference($0, $1)] }
        case .progress: [.show(.progress(overview, categoryPoints, track ?? .fastapi))]
        case .answer: answer(rest)
        case .review: review()
        case .get, .post, .put, .patch, .delete, .head, .options: send(word, rest)
        case .ws: Self.trying { [.openWebSocket(try RequestLine.webSocket(rest))] }
        case .sse: events(rest)
        case .burst: burst(rest)
        case .trace: [.tell(.trace)]
        case .curl: curl()
        case .compare: compare()
        case .routes: [.tell(.routes)]
        case .docs: [.tell(.docs)]
        case .log: [.showLog(lastReport?.checks.filter { !$0.log.isEmpty } ?? [])]
        case .scratch: scratch()
        case .help: help(rest)
        case .quit: [.quit]
        }
    }

    private func withExercise(_ effects: (Exercise, Track) -> [Effect]) -> [Effect] {
        guard let exercise, let track else {
            return [
                .show(.trouble("No exercise is open: `next` goes on, `exercise ID` opens one."))
            ]
        }
        return effects(exercise, track)
    }

    private mutating func send(_ word: CommandWord, _ rest: String) -> [Effect] {
        Self.trying {
            let request = try RequestLine.parse(
                method: word.rawValue, rest: rest, readFile: readFile)
            lastRequest = request
            return [.send(request)]
        }
    }

    private mutating func events(_ rest: String) -> [Effect] {
        Self.trying {
            let (request, count) = try RequestLine.events(rest, readFile: readFile)
            lastRequest = request
            return [.followEvents(request, count: count)]
        }
    }

    private mutating func burst(_ rest: String) -> [Effect] {
        Self.trying {
            let (request, count) = try RequestLine.burst(rest, readFile: readFile)
            lastRequest = request
            return [.burst(request, count: count)]
        }
    }

    /// What `body` asks for, or what is wrong with the line.
    private static func trying(_ body: () throws -> [Effect]) -> [Effect] {
        do {
            return try body()
        } catch {
            return [.show(.trouble("\(error)".sentence))]
        }
    }

    private func compare() -> [Effect] {
        withExercise { exercise, _ in
            if exercise.tracks.count < 2 {
                return [.show(.notice("`\(exercise.id)` has one track only."))]
            }
            // Without a request of the learner's own, those of the checks that send just one.
            let checked = exercise.checks(for: exercise.tracks[0]).filter { !$0.isHidden }
                .compactMap(\.steps[0].request)
            return [.compare(exercise, lastRequest.map { .one($0) } ?? .checks(checked))]
        }
    }

    private func curl() -> [Effect] {
        guard let lastRequest else {
            return [.show(.trouble("No request has been sent yet: `get /` sends one."))]
        }
        return [.show(.code(lastRequest.curl(base: playBase)))]
    }

    private mutating func scratch() -> [Effect] {
        guard let track else { return [] }
        if hasScratch { return leaveScratch(track) }
        hasScratch = true
        let invitation =
            track == .swift
            ? "`router` is there: type a route, such as `router.get(\"hi\") { _, _ in \"hello\" }`, or a type."
            : "`app` is there: type a decorated function, and an empty line to end it."
        return [
            .startScratch(track),
            .show(
                .markdown(
                    """
                    \(invitation) Then send it requests. Your file is left alone; `scratch` or Ctrl-D \
                    goes back to it.
                    """)),
        ]
    }

    private mutating func leaveScratch(_ track: Track) -> [Effect] {
        hasScratch = false
        guard let exercise else { return [.show(.notice("The scratch app is closed."))] }
        return [
            .show(.notice("Back to `\(exercise.id)`; `exercise` shows its task.")),
            .open(exercise: exercise, track: track),
        ]
    }

    private func help(_ rest: String) -> [Effect] {
        if rest.isEmpty { return [.show(.markdown(CommandTable.overview))] }
        switch CommandTable.command(in: rest) {
        case .found(let word, _): return [.show(.markdown(CommandTable.help(on: word)))]
        case .ambiguous(_, let words):
            let texts = words.map(CommandTable.help(on:))
            return [.show(.markdown(texts.joined(separator: "\n\n")))]
        case .unknown(let word, let near):
            return [.show(.trouble(CommandTable.unknown(word, near: near)))]
        }
    }
}

extension String {
    /// The text with a capital at its start and a full stop at its end.
    var sentence: String {
        guard let first else { return self }
        let ending = last == "." || last == "`" ? "" : "."
        // A word as it was typed keeps its letters; only our own sentences begin with a capital.
        let isOurs = hasPrefix("the ") || hasPrefix("a ")
        return (isOurs ? first.uppercased() + dropFirst() : self) + ending
    }
}
