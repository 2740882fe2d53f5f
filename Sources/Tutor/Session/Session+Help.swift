import Course
import Progress
import Grading

/// Hints, solutions, and what a check's end means for them.
extension Session {
    /// How often the same failure is met before a hint is offered unasked.
    private static let patience = 3

    mutating func checked(_ report: Report) -> [Effect] {
        let before = standing[report.exercise, report.track]
        lastReport = report
        if report.verdict != .error { note(report) }
        let signature = report.checks.filter { $0.verdict == .fail }.flatMap { check in
            [check.id] + check.findings.map { "\($0.difference.path) \($0.diagnosis ?? "")" }
        }
        failure = (signature, signature == failure.signature ? failure.times + 1 : 1)
        let offersHint =
            report.verdict == .fail && failure.times == Self.patience && before.hints == 0
        return [
            .remember(.attempt(report)),
            .show(
                .report(report, isPassedBefore: before.isPassed, offersHint: offersHint)),
        ]
    }

    private mutating func note(_ report: Report) {
        var entry = standing[report.exercise, report.track]
        entry.attempts += 1
        entry.isPassed = entry.isPassed || report.verdict == .pass
        if report.points >= entry.bestPoints {
            entry.bestPoints = report.points
            entry.categoryPoints = report.checks.reduce(into: [:]) {
                $0[$1.category, default: 0] += $1.points
            }
        }
        standing[report.exercise, report.track] = entry
    }

    mutating func hint(_ now: ContinuousClock.Instant) -> [Effect] {
        guard let exercise, let track else {
            return [.show(.trouble("No exercise is open: `exercise ID` opens one."))]
        }
        if standing[exercise.id, track].isPassed {
            // Who has passed takes no help any more: all are open, and none is counted.
            let all = (1...exercise.hints.count).map { hintText($0, exercise, track) }
            return [.show(.markdown(all.joined(separator: "\n\n")))]
        }
        let level = standing[exercise.id, track].hints
        let isLast = level == exercise.hints.count
        let wait = ladder.wait(at: now)
        if !isLast, wait > .zero {
            let seconds = Int(wait.components.seconds) + 1
            return [
                .show(.notice("The next hint opens after an edit, or in \(seconds) s.")),
                .show(.markdown(hintText(level, exercise, track))),
            ]
        }
        guard !isLast else {
            return [
                .show(.markdown(hintText(level, exercise, track))),
                .show(.notice("That was the last hint. `solution yes` shows a solution.")),
            ]
        }
        ladder.opened(at: now)
        standing[exercise.id, track].hints = level + 1
        return [
            .show(.markdown(hintText(level + 1, exercise, track))),
            .remember(.hint(exercise: exercise.id, track: track, level: level + 1)),
        ]
    }

    private func hintText(_ level: Int, _ exercise: Exercise, _ track: Track) -> String {
        let text = level > 0 ? exercise.hints[level - 1][track] ?? "" : ""
        let head = "**Hint \(level) of \(exercise.hints.count)**"
        // A line with a blank is code, whatever Markdown makes of four underscores.
        let isCode = text.contains("____") && !text.contains("`")
        return isCode
            ? "\(head)\n\n```\(track.language)\n\(text.trimmingBlanks)\n```" : "\(head)  \(text)"
    }

    mutating func solution(_ rest: String) -> [Effect] {
        guard let exercise, let track else {
            return [.show(.trouble("No exercise is open: `exercise ID` opens one."))]
        }
        let entry = standing[exercise.id, track]
        if entry.isPassed || entry.hasSeenSolution { return [.showSolution(exercise, track)] }
        guard entry.hints >= exercise.hints.count else {
            let left = exercise.hints.count - entry.hints
            let hints = left == 1 ? "one more hint" : "\(left) more hints"
            return [.show(.notice("The solution opens after passing, or after \(hints): `hint`."))]
        }
        guard rest.lowercased() == "yes" else {
            return [.show(.notice("It will be noted that you saw it. `solution yes` shows it."))]
        }
        standing[exercise.id, track].hasSeenSolution = true
        return [
            .remember(.solutionSeen(exercise: exercise.id, track: track)),
            .showSolution(exercise, track),
        ]
    }

    mutating func reset(_ rest: String) -> [Effect] {
        guard let exercise, let track else {
            return [.show(.trouble("No exercise is open: `exercise ID` opens one."))]
        }
        guard rest.lowercased() == "yes" else {
            return [
                .show(
                    .notice(
                        "`reset yes` puts the starter back; your file is kept beside it as a copy.")
                )
            ]
        }
        ladder = HintLadder()
        return [.reset(exercise, track)]
    }
}
