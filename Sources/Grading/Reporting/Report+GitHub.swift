import Course

extension Report {
    /// The report as GitHub's workflow commands: an annotation on the learner's line for each
    /// failure, and a notice with the points.
    ///
    /// `path` is the file as the repository names it; `runs` are all runs of a repeated grading.
    package func githubAnnotations(path: String, runs: [Report] = []) -> String {
        if let error {
            return "::error title=\("Not graded".commandProperty)::\(error.message.commandData)\n"
        }
        let failures = checks.filter { $0.countedVerdict == .fail }.map { check in
            let finding = check.findings.first
            let line = finding?.place.map { ",line=\($0.line)" } ?? ""
            let title = "\(check.id) \(check.title)".commandProperty
            let text = [finding?.diagnosis, check.headline].compactMap(\.self).joined(
                separator: "\n")
            return "::error file=\(path.commandProperty)\(line),title=\(title)::\(text.commandData)"
        }
        let title = "\(exercise) in \(track.title)".commandProperty
        let notice =
            "::notice title=\(title)::\(points)/\(maxPoints) points, seed \(seed)\(tally(runs))"
        return (failures + [notice]).joined(separator: "\n") + "\n"
    }

    /// The report as a table in Markdown, for a job's step summary.
    ///
    /// `runs` are all runs of a repeated grading.
    package func markdownSummary(runs: [Report] = []) -> String {
        let head = "### \(exercise) in \(track.title): \(points)/\(maxPoints) points\n\n"
        if let error { return head + "Not graded: \(error.message)\n" }
        let rows = checks.map { check in
            let sign =
                switch check.verdict {
                case .pass: "✓"
                case .fail: "✗"
                case .skipped: "–"
                case .error: "!"
                }
            let why = check.skipReason ?? check.findings.first?.diagnosis ?? ""
            return "| \(sign) | \(check.id) | \(check.title.cell) | \(why.cell) "
                + "| \(check.points)/\(check.maxPoints) |"
        }
        return head + "| | check | promise | why | points |\n|-|-|-|-|-|\n"
            + rows.joined(separator: "\n") + "\n\nSeed \(seed)\(tally(runs)).\n"
    }

    private func tally(_ runs: [Report]) -> String {
        runs.isEmpty ? "" : ", \(runs.passed) of \(runs.count) runs passed"
    }
}

extension String {
    /// The text as the data of a workflow command.
    fileprivate var commandData: String {
        replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
            .withoutControls
    }

    /// The text as a property of a workflow command.
    fileprivate var commandProperty: String {
        commandData.replacing(":", with: "%3A").replacing(",", with: "%2C")
    }

    /// The text without characters that a terminal would obey.
    private var withoutControls: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }

    /// The text as a cell of a Markdown table.
    fileprivate var cell: String {
        singleLine.replacing("|", with: "\\|").replacing("<", with: "&lt;").withoutControls
    }
}
