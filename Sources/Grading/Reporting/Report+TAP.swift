import Course

extension Report {
    /// The report in TAP 14, the Test Anything Protocol: a line for each check, a YAML block for
    /// each failure.
    ///
    /// `runs` are all runs of a repeated grading; empty when there was one.
    package func tap(runs: [Report] = []) -> String {
        if let error { return "TAP version 14\nBail out! \(error.message.singleLine)\n" }
        let lines = checks.enumerated().map { line(number: $0.offset + 1, $0.element) }
        let head = ["TAP version 14", "# \(exercise) in \(track.title), seed \(seed)"]
        let repeated = runs.isEmpty ? [] : ["# \(runs.passed) of \(runs.count) runs passed"]
        return (head + repeated + ["1..\(checks.count)"] + lines).joined(separator: "\n") + "\n"
    }

    private func line(number: Int, _ check: CheckReport) -> String {
        let name = "\(number) - \(check.id) \(check.title.tapEscaped)"
        switch check.verdict {
        case .pass: return "ok \(name)"
        case .skipped: return "ok \(name) # SKIP \((check.skipReason ?? "").tapEscaped)"
        case .fail where check.isOptional: return "not ok \(name) # TODO optional"
        case .fail, .error: return "not ok \(name)\n\(details(check))"
        }
    }

    private func details(_ check: CheckReport) -> String {
        let finding = check.findings.first
        var members: [(String, JSON)] = [
            ("category", .string(check.category.rawValue)),
            ("points", .string("0/\(check.maxPoints)")),
        ]
        if let finding {
            members += [
                ("path", .string("\(finding.difference.path)")),
                ("expected", finding.difference.expected),
                ("actual", finding.difference.actual ?? .null),
            ]
            if let diagnosis = finding.diagnosis { members.append(("message", .string(diagnosis))) }
            if let place = finding.place {
                members.append(("at", .string("\(place.file):\(place.line)")))
            }
        }
        if !check.captured.isEmpty { members.append(("captured", .object(check.captured))) }
        if !check.curl.isEmpty { members.append(("curl", .string(check.curl))) }
        // JSON is YAML: a quoted text needs no other care.
        let lines = members.map { "  \($0.0): \($0.1.text)" }
        return (["  ---"] + lines + ["  ..."]).joined(separator: "\n")
    }
}

extension String {
    /// The text with `\` and `#` escaped, as TAP 14 has it for descriptions, on one line.
    fileprivate var tapEscaped: String {
        singleLine.replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }

    /// The text with its line breaks as blanks.
    var singleLine: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
