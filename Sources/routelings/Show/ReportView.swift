import Course
import Grading
import Terminal
import Tutor

/// A report as people read it: every check on a line, the first failure in full.
struct ReportView {
    let report: Report
    let profile: TerminalProfile
    /// Whether the report is shown at the prompt, where the app still answers and commands work.
    let isAtPrompt: Bool
    /// Findings shown of the check that is explained.
    private static let findingLimit = 3
    /// Characters shown of a value.
    private static let valueLimit = 60

    init(_ report: Report, profile: TerminalProfile, isAtPrompt: Bool = false) {
        self.report = report
        self.profile = profile
        self.isAtPrompt = isAtPrompt
    }

    /// The whole report, without a line break at its end.
    var text: StyledText {
        if let error = report.error { return failure(error) }
        let causes = report.causes
        let blocks = report.checks.map { check -> StyledText in
            guard let index = causes.firstIndex(where: { $0.contains { $0.id == check.id } }) else {
                return line(for: check)
            }
            let cause = causes[index]
            guard cause[0].id == check.id else {
                return line(for: check) + "\n" + remark("as \(cause[0].id)")
            }
            return line(for: check) + "\n"
                + (index == 0 ? details(of: check, and: Array(cause.dropFirst())) : brief(check))
        }
        let notes = report.notes.map { note($0) }
        return ((isAtPrompt ? [head] : []) + blocks + notes + [summary]).joined(separator: "\n")
    }

    /// Why a check failed, on one line: the first failure is the one to mend first.
    private func brief(_ check: CheckReport) -> StyledText {
        guard let finding = check.findings.first else {
            return remark("what it expects is not told")
        }
        let line = finding.place.map { "line \($0.line): " } ?? ""
        let difference = difference(finding)
        return finding.diagnosis.map { remark(line + $0) } ?? difference.indented(by: 6)
    }

    /// A faint line below a check, cut where the terminal ends.
    private func remark(_ text: String) -> StyledText {
        let room = max(profile.width - 6, 20)
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let cut = line.count > room ? line.prefix(room - 1) + "…" : line[...]
        return StyledText("      \(cut)", .faint)
    }

    private func failure(_ error: GraderFailure) -> StyledText {
        let text: StyledText =
            "\("! Could not check", .warning): \(error.message) \("This costs no points.", .faint)"
        return text.wrapped(to: profile.width, indent: "  ")
    }

    private func note(_ text: String) -> StyledText {
        StyledText("Note: \(text)", .warning).wrapped(to: profile.width, indent: "  ")
    }

    private var head: StyledText {
        let spent = Int(report.milliseconds.rounded())
        return StyledText("  \(report.file) · checked in \(spent) ms", .faint)
    }

    private var summary: StyledText {
        let points = "\(report.points)/\(report.maxPoints) points"
        let rule: StyledText =
            report.isAllOrNothing && report.verdict != .pass
            ? "  \("all or nothing: points come when every check passes", .faint)" : ""
        return report.verdict == .pass
            ? "  \("Passed", .pass) · \(points)" : "  \(points)\(rule)"
    }

    private func line(for check: CheckReport) -> StyledText {
        let (sign, role) = Self.sign(check.verdict, unicode: profile.unicode)
        let category = StyledText(check.category.rawValue, .faint).padded(to: 11)
        let score =
            check.isOptional
            ? "optional" : check.verdict == .skipped ? "" : "\(check.points)/\(check.maxPoints)"
        let head: StyledText = "  \(sign, role) \(category) \(check.id, .strong)  "
        let title =
            check.skipReason.map { StyledText("skipped: \(told($0))", .faint) }
            ?? StyledText(check.title)
        let room = max(profile.width - score.count - 1, 30)
        let body = (title).wrapped(to: room, indent: head)
        guard !score.isEmpty else { return body }
        return lastLinePadded(body, to: profile.width - score.count) + StyledText(score, .faint)
    }

    /// A reason why checks were skipped, in short where it stands at the check that failed.
    private func told(_ reason: String) -> String {
        let failed = report.checks.first { $0.findings.contains { $0.diagnosis == reason } }
        return failed.map { "see \($0.id)" } ?? reason
    }

    private func lastLinePadded(_ text: StyledText, to width: Int) -> StyledText {
        var lines = text.lines
        guard let last = lines.popLast() else { return text }
        return (lines + [last.padded(to: width)]).joined(separator: "\n")
    }

    private func details(of check: CheckReport, and others: [CheckReport]) -> StyledText {
        let telling = check.findings.telling
        let shown = telling.prefix(Self.findingLimit)
        var parts = shown.map(difference)
        if telling.count > shown.count {
            let more = telling.count - shown.count
            parts.append(more == 1 ? "and one place more" : "and \(more) places more")
        }
        if let first = check.findings.first {
            if let diagnosis = first.diagnosis { parts.append(StyledText(diagnosis)) }
            parts = parts.map { $0.wrapped(to: profile.width - 6) }
            if let place = first.place, !place.text.allSatisfy(\.isWhitespace) {
                parts.append(pointer(to: place))
            }
        }
        if !check.captured.isEmpty {
            parts.append(StyledText("with \(Self.short(check.capturedText))", .faint))
        }
        if check.isHidden { parts.append(StyledText("What it expects is not told.", .faint)) }
        if !others.isEmpty {
            let ids = others.map(\.id).joined(separator: ", ")
            parts.append(StyledText("The same is behind \(ids).", .faint))
        }
        let didStart = check.findings.first?.difference.path.description != "$.start"
        if didStart, let trial = trial(of: check) { parts.append(trial) }
        return parts.joined(separator: "\n").indented(by: 6)
    }

    /// How to send the same request oneself.
    private func trial(of check: CheckReport) -> StyledText? {
        guard let request = check.request else { return nil }
        guard isAtPrompt else {
            let serve = "routelings serve \(report.file.shellQuoted)"
            return "\("try", .faint)  \(serve, .code)  \("and", .faint)  \(check.curl, .code)"
        }
        // A line to copy is never broken: a terminal that wraps it still copies it as one.
        guard let line = RequestLine.text(for: request) else {
            return "\("try", .faint)  \(check.curl, .code)"
        }
        let fits = line.count + check.curl.count + 18 <= profile.width
        return "\("try", .faint)  \(line, .code)\(fits ? "   " : "\n")"
            + "\(fits ? "or" : " or", .faint)  \(check.curl, .code)"
    }

    private func difference(_ finding: Finding) -> StyledText {
        let difference = finding.difference.narrowed(to: Self.valueLimit)
        if difference.path.description == "$.start" { return "The app did not start." }
        let actual = difference.actual.map(\.text) ?? "nothing there"
        return
            "\("\(difference.path)", .code)   expected \(Self.short(ExpectationText.words(for: difference.expected)), .pass)"
            + "   actual \(Self.short(actual), .fail)"
    }

    private static func short(_ text: String) -> String {
        text.count > valueLimit ? text.prefix(valueLimit - 1) + "…" : text
    }

    private func pointer(to place: SourcePlace) -> StyledText {
        let label = "\(place.file):\(place.line)   "
        let columns = place.columns ?? 0..<0
        let marks =
            String(repeating: " ", count: label.count + columns.lowerBound)
            + String(repeating: "~", count: columns.count)
        let code = SyntaxHighlighter.highlight(place.text, as: CodeLanguage(report.track))
        let room = profile.width - 6
        guard label.count + place.text.count > room else {
            return "\(label, .accent)\(code)\n\(marks, .fail)"
        }
        // A long name gets a line of its own, and leaves the next to the code.
        let margin = place.text.prefix { $0 == " " }.count
        if label.count > room / 2, place.text.count - margin + 2 <= room {
            let trimmed = SyntaxHighlighter.highlight(
                String(place.text.dropFirst(margin)), as: CodeLanguage(report.track))
            let below = "  " + String(marks.dropFirst(label.count + margin))
            return "\("\(place.file):\(place.line)", .accent)\n  \(trimmed)\n\(below, .fail)"
        }
        return excerpt(of: place, label, room)
    }

    /// What is around the marked columns, where the whole line is wider than the window.
    private func excerpt(of place: SourcePlace, _ label: String, _ room: Int) -> StyledText {
        let part = LineExcerpt(
            place.text, around: place.columns ?? 0..<0, width: room - label.count)
        let code = SyntaxHighlighter.highlight(part.text, as: CodeLanguage(report.track))
        let marks =
            String(repeating: " ", count: label.count + part.columns.lowerBound)
            + String(repeating: "~", count: part.columns.count)
        return "\(label, .accent)\(code)\n\(marks, .fail)"
    }

    /// A verdict's sign and look; the sign alone carries the meaning.
    static func sign(_ verdict: Verdict, unicode: Bool) -> (String, Role) {
        switch verdict {
        case .pass: (unicode ? "✓" : "+", .pass)
        case .fail: (unicode ? "✗" : "x", .fail)
        case .skipped: (unicode ? "─" : "-", .skipped)
        case .error: ("!", .warning)
        }
    }
}
