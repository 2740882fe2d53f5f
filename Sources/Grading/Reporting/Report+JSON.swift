package import Foundation

import Course

extension Report {
    /// The report as one JSON object: schema 1, as `docs/report.schema.json` describes it.
    ///
    /// `runs` are all runs of a repeated grading; empty when there was one.
    package func json(runs: [Report] = []) throws -> Data {
        try Data(encoding: Document(self, runs: runs))
    }

    /// The worst of several runs of one exercise, the earliest of equals; nil for none.
    package static func worst(of runs: [Report]) -> Report? {
        runs.reduce(nil) { worst, run in
            guard let worst else { return run }
            return run.verdict.severity > worst.verdict.severity ? run : worst
        }
    }
}

/// The shape of schema 1.
///
/// Members that are null are written as null.
private struct Document: Encodable {
    let report: Report
    let runs: [Report]

    init(_ report: Report, runs: [Report]) {
        self.report = report
        self.runs = runs
    }

    enum Key: String, CodingKey {
        case schema, exercise, track, file, verdict, points, maxPoints, seed, milliseconds, error
        case checks, notes, runs
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(1, forKey: .schema)
        try container.encode(report.exercise, forKey: .exercise)
        try container.encode(report.track, forKey: .track)
        try container.encode(report.file, forKey: .file)
        try container.encode(report.verdict, forKey: .verdict)
        try container.encode(report.points, forKey: .points)
        try container.encode(report.maxPoints, forKey: .maxPoints)
        try container.encode(report.seed, forKey: .seed)
        try container.encode(report.milliseconds.tenths, forKey: .milliseconds)
        try container.encode(report.error, forKey: .error)
        try container.encode(report.checks.map(CheckDocument.init), forKey: .checks)
        if !report.notes.isEmpty { try container.encode(report.notes, forKey: .notes) }
        if !runs.isEmpty { try container.encode(runs.map(RunDocument.init), forKey: .runs) }
    }
}

private struct RunDocument: Encodable {
    let verdict: Verdict
    let milliseconds: Double
    let seed: UInt64

    init(_ report: Report) {
        verdict = report.verdict
        milliseconds = report.milliseconds.tenths
        seed = report.seed
    }
}

private struct CheckDocument: Encodable {
    let id: String
    let title: String
    let category: Category
    let verdict: Verdict
    let points: Int
    let maxPoints: Int
    let needs: [String]
    let curl: String
    let milliseconds: Double
    let findings: [FindingDocument]
    /// Absent unless there are some, as are the two below unless they are true.
    let captured: [String: JSON]?
    let optional: Bool?
    let hidden: Bool?

    init(_ check: CheckReport) {
        id = check.id
        title = check.title
        category = check.category
        verdict = check.verdict
        points = check.points
        maxPoints = check.maxPoints
        needs = check.needs
        curl = check.curl
        milliseconds = check.milliseconds.tenths
        findings = check.findings.map(FindingDocument.init)
        captured = check.captured.isEmpty ? nil : check.captured
        optional = check.isOptional ? true : nil
        hidden = check.isHidden ? true : nil
    }
}

private struct FindingDocument: Encodable {
    let finding: Finding

    init(_ finding: Finding) {
        self.finding = finding
    }

    enum Key: String, CodingKey {
        case path, expected, actual, diagnosis, mutant, file, line
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("\(finding.difference.path)", forKey: .path)
        try container.encode(finding.difference.expected, forKey: .expected)
        try container.encode(finding.difference.actual, forKey: .actual)
        try container.encode(finding.diagnosis, forKey: .diagnosis)
        try container.encode(finding.mutants.first, forKey: .mutant)
        try container.encode(finding.place?.file, forKey: .file)
        try container.encode(finding.place?.line, forKey: .line)
    }
}

extension Data {
    /// The value as JSON for files and terminals: what a terminal would obey is escaped.
    init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(value), as: UTF8.self)
        // JSON itself escapes what is below 0x20; the others stand in strings only.
        let scalars = text.unicodeScalars.flatMap { scalar in
            ("\u{7F}"..<"\u{A0}").contains(scalar)
                ? Array("\\u00\(String(scalar.value, radix: 16))".unicodeScalars) : [scalar]
        }
        self = Data(String(String.UnicodeScalarView(scalars)).utf8)
    }
}

extension Double {
    /// Rounded to one decimal.
    fileprivate var tenths: Double { (self * 10).rounded() / 10 }
}
