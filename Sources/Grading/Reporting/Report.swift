package import Course

/// How a check or a run ended.
package enum Verdict: String, Sendable, Hashable, Codable {
    case pass
    case fail
    /// Not judged, because something it needs failed. Only for a check.
    case skipped
    /// The grader could not do its job. It never counts against the learner.
    case error

    /// How bad it is, for the worst of several runs.
    package var severity: Int {
        switch self {
        case .pass: 0
        case .skipped: 1
        case .fail: 2
        case .error: 3
        }
    }
}

/// What one grading of one exercise found.
package struct Report: Sendable {
    package var exercise: String
    package var track: Track
    /// The learner's file as it was named by whoever asked.
    package var file: String
    package var verdict: Verdict
    package var seed: UInt64
    /// From the start of a fresh worker to the verdict.
    package var milliseconds: Double
    /// Set when `verdict` is `error`.
    package var error: GraderFailure?
    package var checks: [CheckReport]
    /// What is worth knowing and changes no verdict, such as processes left behind.
    package var notes: [String]

    package init(
        exercise: String, track: Track, file: String, verdict: Verdict, seed: UInt64,
        milliseconds: Double, error: GraderFailure? = nil, checks: [CheckReport],
        notes: [String] = []
    ) {
        self.exercise = exercise
        self.track = track
        self.file = file
        self.verdict = verdict
        self.seed = seed
        self.milliseconds = milliseconds
        self.error = error
        self.checks = checks
        self.notes = notes
    }

    /// Whether there are points only when everything passed.
    package var isAllOrNothing = false

    package var points: Int {
        let reached = checks.reduce(0) { $0 + $1.points }
        return isAllOrNothing && verdict != .pass ? 0 : reached
    }
    /// What all checks are worth together.
    package var maxPoints: Int { checks.reduce(0) { $0 + $1.maxPoints } }
}

/// Why the grader could not do its job, and what to do about it.
package struct GraderFailure: Sendable, Hashable, Codable {
    /// A short word for programs, such as `interpreter`, `host` or `course`.
    package var kind: String
    /// What happened and the repair, for people.
    package var message: String

    package init(kind: String, message: String) {
        self.kind = kind
        self.message = message
    }
}

/// What one check found.
package struct CheckReport: Sendable {
    package var id: String
    package var title: String
    package var category: Category
    package var verdict: Verdict
    package var maxPoints: Int
    package var needs: [String]
    /// The request that decided the verdict, or would have; nil when none is sent, or told.
    package var request: Request?
    /// The same as a curl line; empty without a request.
    package var curl: String
    package var milliseconds: Double
    /// Empty unless the verdict is `fail` or `error`.
    package var findings: [Finding]
    /// Why it was skipped, such as "it needs V1"; nil unless it was.
    package var skipReason: String?
    /// What earlier answers gave that this check went on with, by name.
    package var captured: [String: JSON] = [:]
    /// What the app printed while it gave the answer that failed; in no report but the prompt's.
    package var log = ""
    /// Whether it is shown and worth nothing, whatever its verdict.
    package var isOptional = false
    /// Whether nothing is told of it but its verdict.
    package var isHidden = false

    package init(
        id: String, title: String, category: Category, verdict: Verdict, maxPoints: Int,
        needs: [String], request: Request?, curl: String, milliseconds: Double,
        findings: [Finding] = [], skipReason: String? = nil
    ) {
        self.id = id
        self.title = title
        self.category = category
        self.verdict = verdict
        self.maxPoints = maxPoints
        self.needs = needs
        self.request = request
        self.curl = curl
        self.milliseconds = milliseconds
        self.findings = findings
        self.skipReason = skipReason
    }

    /// `maxPoints` when it passed, else 0; 0 for what is optional.
    package var points: Int { verdict == .pass ? maxPoints : 0 }
}

extension Report {
    /// The failed checks, those of one cause together, in the order of their first ones.
    ///
    /// A cause is a line of the learner's file with what is said of it, or what is said alone.
    package var causes: [[CheckReport]] {
        var groups: [[CheckReport]] = []
        for check in checks where check.verdict == .fail && !check.isOptional {
            let index = groups.firstIndex { group in
                group[0].cause != nil && group[0].cause == check.cause
            }
            if let index { groups[index].append(check) } else { groups.append([check]) }
        }
        return groups
    }
}

extension CheckReport {
    /// What two failures have in common when one repair mends both; nil when nothing is known.
    fileprivate var cause: String? {
        guard let finding = findings.first, let diagnosis = finding.diagnosis else { return nil }
        return "\(diagnosis) \(finding.place.map { "\($0.line)" } ?? "")"
    }
}

/// One thing that is not as it must be, why, and where.
package struct Finding: Sendable, Hashable {
    package var difference: Difference
    /// What was seen, why and the next step; on a check's first finding.
    package var diagnosis: String?
    /// The mutants whose rule explained it.
    package var mutants: [String]
    /// The learner's line, when known.
    package var place: SourcePlace?

    package init(
        difference: Difference, diagnosis: String? = nil, mutants: [String] = [],
        place: SourcePlace? = nil
    ) {
        self.difference = difference
        self.diagnosis = diagnosis
        self.mutants = mutants
        self.place = place
    }
}

/// A line of the learner's file.
package struct SourcePlace: Sendable, Hashable {
    package var file: String
    /// From 1.
    package var line: Int
    /// The line's text, without its line break.
    package var text: String
    /// What to underline, in characters of `text` from 0; nil for the whole line.
    package var columns: Range<Int>?

    package init(file: String, line: Int, text: String, columns: Range<Int>? = nil) {
        self.file = file
        self.line = line
        self.text = text
        self.columns = columns
    }
}
