import Course
import Foundation
import Grading
import Progress
import Tutor

/// The learner's progress on disk, in the session's words.
struct ProgressRecord: Sendable {
    private let store: ProgressStore
    /// The track that was chosen last; nil before the first choice.
    let track: Track?
    /// Where the last session ended.
    let place: Place

    /// - Throws: `ProgressError` when the database cannot be used; it is left as it is.
    init(_ folders: Folders) throws {
        store = try ProgressStore.open(path: folders.progressFile)
        track = try store.track()
        place = try store.lastPosition().flatMap(Place.init(word:)) ?? .start
    }

    /// The exercise that was open last; nil when it was none.
    var openExercise: String? {
        if case .exercise(let id) = place { id } else { nil }
    }

    func standing() throws -> Standing {
        var standing = Standing(try store.summaries())
        for answer in try store.answers() {
            standing.answered(
                Standing.Question(lesson: answer.lesson, question: answer.question),
                isRight: answer.isRight)
        }
        return standing
    }

    /// Keeps `memory`; it is on disk when this returns.
    ///
    /// `source` is the text of the file that an attempt was made with.
    ///
    /// - Throws: `ProgressError`.
    func keep(_ memory: Effect.Memory, source: String?) throws {
        switch memory {
        case .attempt(let report): try store.record(Attempt(report, source: source ?? ""))
        case .hint(let exercise, let track, let level):
            try store.recordHint(exercise, track, level: level, at: Date())
        case .solutionSeen(let exercise, let track):
            try store.recordSolutionSeen(exercise, track, at: Date())
        case .answer(let lesson, let question, let choice, let isRight):
            try store.record(
                .init(
                    lesson: lesson, question: question, choice: choice, isRight: isRight,
                    answeredAt: Date()))
        case .place(let place): try store.setLastPosition(place.word)
        case .track(let track): try store.setTrack(track)
        }
    }
}

extension Attempt {
    fileprivate init(_ report: Report, source: String) {
        self.init(
            exercise: report.exercise, track: report.track, verdict: Verdict(report.verdict),
            points: report.points, maxPoints: report.maxPoints, milliseconds: report.milliseconds,
            seed: report.seed,
            startedAt: Date(timeIntervalSinceNow: -report.milliseconds / 1_000),
            sourceHash: source.fingerprint, checks: report.checks.map(CheckOutcome.init))
    }
}

extension Attempt.Verdict {
    fileprivate init(_ verdict: Grading.Verdict) {
        switch verdict {
        case .pass: self = .pass
        case .fail, .skipped: self = .fail
        case .error: self = .error
        }
    }
}

extension Attempt.CheckOutcome {
    fileprivate init(_ check: CheckReport) {
        self.init(
            id: check.id, category: check.category, verdict: Attempt.CheckVerdict(check.verdict),
            points: check.points, maxPoints: check.maxPoints,
            mutant: check.findings.first?.mutants.first)
    }
}

extension Attempt.CheckVerdict {
    fileprivate init(_ verdict: Grading.Verdict) {
        switch verdict {
        case .pass: self = .pass
        case .fail: self = .fail
        case .skipped: self = .skipped
        case .error: self = .error
        }
    }
}

extension String {
    /// 64 bits of FNV-1a in hexadecimal: tells files apart, and is no secret.
    fileprivate var fingerprint: String {
        let hash = utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}
