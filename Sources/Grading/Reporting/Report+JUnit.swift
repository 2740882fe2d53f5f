import Course

extension Report {
    /// The report in the JUnit XML that CI servers read: a suite for the exercise, a case for each
    /// check.
    ///
    /// `runs` are all runs of a repeated grading; empty when there was one.
    package func junit(runs: [Report] = []) -> String {
        let count = { (verdict: Verdict) in checks.count { $0.countedVerdict == verdict } }
        let suite: [(String, String)] = [
            ("name", "\(exercise) (\(track.rawValue))"),
            ("tests", "\(max(checks.count, error == nil ? 0 : 1))"),
            ("failures", "\(count(.fail))"),
            ("errors", "\(count(.error) + (checks.isEmpty && error != nil ? 1 : 0))"),
            ("skipped", "\(count(.skipped))"), ("time", Self.seconds(milliseconds)),
        ]
        let repeated = [("runs", "\(runs.count)"), ("runsPassed", "\(runs.passed)")]
        let properties =
            ([("points", "\(points)"), ("maxPoints", "\(maxPoints)"), ("seed", "\(seed)")]
            + (runs.isEmpty ? [] : repeated))
            .map { "      \(Self.tag("property", [("name", $0.0), ("value", $0.1)], nil))" }
        // Readers count cases: an error needs one, or it would look like a run without tests.
        let failure = checks.isEmpty ? error.map(errorCase) : nil
        let lines =
            [
                #"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites>",
                "  \(Self.opening("testsuite", suite))",
            ]
            + ["    <properties>"] + properties + ["    </properties>"] + checks.map(testCase)
            + (failure.map { [$0] } ?? []) + ["  </testsuite>", "</testsuites>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func errorCase(_ error: GraderFailure) -> String {
        let attributes = [("classname", "\(exercise).\(track.rawValue)"), ("name", "grading")]
        return "    \(Self.opening("testcase", attributes))"
            + Self.tag("error", [("message", error.message)], nil) + "</testcase>"
    }

    private func testCase(_ check: CheckReport) -> String {
        let attributes = [
            ("classname", "\(exercise).\(track.rawValue)"), ("name", "\(check.id) \(check.title)"),
            ("time", Self.seconds(check.milliseconds)),
        ]
        let inner: String?
        switch check.verdict {
        case .pass: inner = nil
        case .skipped: inner = Self.tag("skipped", [("message", check.skipReason ?? "")], nil)
        // What is optional fails nothing: readers would count it.
        case .fail where check.isOptional:
            inner = Self.tag("skipped", [("message", "optional: \(check.headline)")], nil)
        case .fail: inner = Self.tag("failure", [("message", check.headline)], check.account)
        case .error: inner = Self.tag("error", [("message", error?.message ?? "")], nil)
        }
        guard let inner else { return "    \(Self.tag("testcase", attributes, nil))" }
        return "    \(Self.opening("testcase", attributes))\(inner)</testcase>"
    }

    private static func seconds(_ milliseconds: Double) -> String {
        "\((milliseconds * 10).rounded() / 10_000)"
    }

    private static func opening(_ name: String, _ attributes: [(String, String)]) -> String {
        "<" + ([name] + attributes.map { "\($0.0)=\"\($0.1.xmlEscaped)\"" }).joined(separator: " ")
            + ">"
    }

    private static func tag(
        _ name: String, _ attributes: [(String, String)], _ text: String?
    ) -> String {
        let opening = opening(name, attributes)
        guard let text else { return opening.dropLast() + "/>" }
        return opening + text.xmlEscaped + "</\(name)>"
    }
}

extension String {
    /// The text for XML 1.0: markup is escaped, and characters that no XML may hold are replaced.
    fileprivate var xmlEscaped: String {
        unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += "&#9;"
            case "\r": escaped += "&#13;"
            case "\u{7F}"..<"\u{A0}": escaped += "\u{FFFD}"
            case "\u{20}"...:
                escaped.unicodeScalars.append(
                    scalar == "\u{FFFE}" || scalar == "\u{FFFF}" ? "\u{FFFD}" : scalar)
            default: escaped += "\u{FFFD}"
            }
        }
    }
}

extension [Report] {
    /// How many of the runs passed.
    var passed: Int { count { $0.verdict == .pass } }
}

extension CheckReport {
    /// The verdict as those count it who know no optional tests.
    var countedVerdict: Verdict { isOptional && verdict == .fail ? .skipped : verdict }

    /// What went wrong, as one line.
    var headline: String {
        if isHidden { return "what it expects is not told" }
        return findings.first?.difference.text ?? ""
    }

    /// All that is known of a failure: differences, diagnosis, place, curl line.
    var account: String {
        if isHidden { return headline }
        let differences = findings.map(\.difference.text)
        let first = findings.first
        let place = first?.place.map { "\($0.file):\($0.line): \($0.text)" }
        let with = captured.isEmpty ? nil : "with \(capturedText)"
        let line = curl.isEmpty ? nil : curl
        return (differences + [first?.diagnosis, place, with, line].compactMap(\.self))
            .joined(separator: "\n")
    }
}

extension CheckReport {
    /// What earlier answers gave, such as `id = 7, token = "k3"`.
    package var capturedText: String {
        captured.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value.text)" }
            .joined(separator: ", ")
    }
}

extension Difference {
    /// Path, expected and actual as one line.
    fileprivate var text: String {
        "\(path): expected \(ExpectationText.words(for: expected)), "
            + "actual \(actual?.text ?? "nothing")"
    }
}
