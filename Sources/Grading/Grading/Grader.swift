package import Course

/// What is to be graded.
package struct Subject: Sendable {
    package var exercise: Exercise
    package var track: Track
    /// The learner's file as reports name it.
    package var file: String
    /// Its text, to point at lines.
    package var source: String
    /// What the run's values are drawn from.
    package var seed: UInt64

    package init(exercise: Exercise, track: Track, file: String, source: String, seed: UInt64) {
        self.exercise = exercise
        self.track = track
        self.file = file
        self.source = source
        self.seed = seed
    }
}

/// Sends an exercise's checks to an app and judges what comes back.
package struct Grader: Sendable {
    /// Where the curl lines of reports point, such as `http://127.0.0.1:8000`.
    private let curlBase: String
    private let upstream: Upstream?
    private let examiner: (any Examiner)?

    /// A grader whose curl lines point at `curlBase`; the upstream is needed for exercises whose
    /// checks script one, the examiner for those whose learners write checks.
    package init(curlBase: String, upstream: Upstream?, examiner: (any Examiner)? = nil) {
        self.curlBase = curlBase
        self.upstream = upstream
        self.examiner = examiner
    }

    /// Grades `subject`, hosted as `app` since `start`.
    ///
    /// A wrong answer, a crash or a hang of the app is in the report, and so is a failure of ours,
    /// as verdict `error`.
    package func grade(
        _ subject: Subject, app: any AppUnderTest, since start: ContinuousClock.Instant
    ) async -> Report {
        let checks = subject.exercise.checks(for: subject.track)
        var reports: [CheckReport] = []
        var failure: GraderFailure?
        do {
            if let stop = try await app.startFailure() {
                if stop.isOurs { throw GraderFailure(kind: stop.kind, message: stop.message) }
                reports = startReports(stop, checks, subject)
            } else {
                (reports, failure) = await run(checks, subject, app)
            }
        } catch {
            return Self.report(GraderFailure(error), on: subject)
        }
        return subject.report(
            Self.verdict(of: reports), reports, error: failure,
            milliseconds: (ContinuousClock.now - start).milliseconds, notes: await app.notes())
    }

    /// The report of a file that was not even started.
    package static func report(_ stop: FailedStart, on subject: Subject) -> Report {
        let grader = Grader(curlBase: "http://127.0.0.1:8000", upstream: nil)
        let checks = subject.exercise.checks(for: subject.track)
        let reports = grader.startReports(stop, checks, subject)
        return subject.report(verdict(of: reports), reports)
    }

    /// The report of a run that could not take place because of us.
    package static func report(_ failure: GraderFailure, on subject: Subject) -> Report {
        subject.report(.error, [], error: failure)
    }

    /// An optional check has no say; one without any other is never a pass.
    private static func verdict(of checks: [CheckReport]) -> Verdict {
        if checks.contains(where: { $0.verdict == .error }) { return .error }
        let counting = checks.filter { !$0.isOptional }
        return !counting.isEmpty && counting.allSatisfy { $0.verdict == .pass } ? .pass : .fail
    }

    /// The first check carries the news that the app is not up; the others could not be asked.
    private func startReports(
        _ stop: FailedStart, _ checks: [Check], _ subject: Subject
    ) -> [CheckReport] {
        let source = SourceText(file: subject.file, text: subject.source)
        let difference = Difference(
            path: .start, expected: "ready", actual: .string(stop.kind))
        let finding = Finding(
            difference: difference, diagnosis: stop.message,
            place: stop.line.flatMap { source.place(line: $0, column: stop.column) })
        let values = Values(subject: subject)
        return checks.enumerated().map { index, check in
            index == 0
                ? checkReport(check, values, CheckRun(verdict: .fail, findings: [finding]), 0)
                : skippedReport(check, values, "the app did not start")
        }
    }

    private func run(
        _ checks: [Check], _ subject: Subject, _ app: any AppUnderTest
    ) async -> ([CheckReport], GraderFailure?) {
        let stage = Stage(
            track: subject.track, app: app, upstream: upstream,
            sender: Sender(
                clients: app.ports.map { HTTPClient(port: $0) }, users: subject.exercise.users,
                jars: CookieJars()),
            examiner: examiner)
        let explainer = Explainer(
            track: subject.track, source: SourceText(file: subject.file, text: subject.source),
            routes: await app.routes(),
            probe: { template, values in
                // A probe that cannot be sent, or gets no answer, tells no causes apart.
                guard let letter = try? await stage.sender.letter(template, values) else {
                    return nil
                }
                return try? await stage.sender.send(letter).get()
            })
        let runner = CheckRunner(stage: stage, explainer: explainer, seed: subject.seed)
        var values = Values(subject: subject)
        var verdicts: [String: Verdict] = [:]
        var reports: [CheckReport] = []
        var stop: String?
        var failure: GraderFailure?
        for check in checks {
            if let reason = stop ?? Self.unmet(check, verdicts) {
                verdicts[check.id] = .skipped
                reports.append(skippedReport(check, values, reason))
                continue
            }
            let start = ContinuousClock.now
            let run = await runner.run(check, values: values, verdicts: verdicts)
            values = values.capturing(run.captured)
            verdicts[check.id] = run.verdict
            stop = run.end ?? run.failure?.message
            if check.stopsOnFail, run.verdict == .fail { stop = "\(check.id) failed" }
            failure = failure ?? run.failure
            let spent = (ContinuousClock.now - start).milliseconds
            reports.append(checkReport(check, values, run, spent))
        }
        return (reports, failure)
    }

    private static func unmet(_ check: Check, _ verdicts: [String: Verdict]) -> String? {
        let missing = check.needs.filter { verdicts[$0].map { $0 != .pass } ?? false }
        return missing.isEmpty ? nil : "it needs \(missing.joined(separator: ", "))"
    }

    private func checkReport(
        _ check: Check, _ values: Values, _ run: CheckRun, _ milliseconds: Double
    ) -> CheckReport {
        let planned = check.steps.lazy.compactMap(\.request).first
        let request = run.request ?? planned.map { Request(values.fillKnown($0)) }
        var report = CheckReport(
            id: check.id, title: values.fillKnown(check.title), category: check.category,
            verdict: run.verdict, maxPoints: check.points, needs: check.needs, request: request,
            curl: request?.curl(base: curlBase) ?? "", milliseconds: milliseconds,
            findings: run.findings)
        report.isOptional = check.isOptional
        report.maxPoints = check.isOptional ? 0 : check.points
        report.captured = run.used
        report.log = run.log
        return check.isHidden ? report.withoutDetails : report
    }

    private func skippedReport(_ check: Check, _ values: Values, _ reason: String) -> CheckReport {
        var report = checkReport(check, values, CheckRun(verdict: .skipped), 0)
        report.skipReason = reason
        return report
    }
}

extension CheckReport {
    /// The same without anything that tells how it is checked: in no format there is more.
    fileprivate var withoutDetails: CheckReport {
        var report = self
        report.isHidden = true
        report.title = "A hidden check"
        report.request = nil
        report.curl = ""
        report.findings = []
        report.captured = [:]
        report.log = ""
        return report
    }
}

extension Subject {
    fileprivate func report(
        _ verdict: Verdict, _ checks: [CheckReport], error: GraderFailure? = nil,
        milliseconds: Double = 0, notes: [String] = []
    ) -> Report {
        var report = Report(
            exercise: exercise.id, track: track, file: file, verdict: verdict, seed: seed,
            milliseconds: milliseconds, error: error, checks: checks, notes: notes)
        report.isAllOrNothing = exercise.isAllOrNothing
        return report
    }
}

extension GraderFailure {
    /// The failure that an error thrown while grading amounts to.
    package init(_ error: any Error) {
        switch error {
        case let failure as GraderFailure: self = failure
        case let noAnswer as NoAnswer:
            self.init(
                kind: "host",
                message: "The embedded server gave no answer (\(noAnswer)). Run the check again.")
        case is CancellationError:
            self.init(kind: "cancelled", message: "The check was cancelled. Run it again.")
        default: self.init(kind: "course", message: "\(error)")
        }
    }
}

extension GraderFailure: Error, CustomStringConvertible {
    package var description: String { message }
}
