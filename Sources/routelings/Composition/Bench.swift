import Course
import Foundation
import Grading
import Hosting

/// What grading needs, put together: a host for the learner's app and an upstream beside it.
struct Bench: Sendable {
    let host: AppHost
    let course: Course
    /// What Swift apps need; nil where none are graded.
    var swift: SwiftSetup?
    /// Where the curl lines of reports point.
    var curlBase = "http://127.0.0.1:8000"

    /// Makes ready what apps of `track` need, which takes minutes at a track's first use.
    ///
    /// - Throws: `SwiftKitError`, `HostingError`.
    func prepare(_ track: Track) async throws {
        guard track == .swift else { return }
        try await swift?.prepare(host, announcing: StandardErrorProgress())
    }

    /// Whether apps of `track` can be hosted at once.
    func isReady(_ track: Track) -> Bool {
        track != .swift || swift?.kit.isReady == true
    }

    /// Grades the file at `path` in a fresh process with a fresh scratch folder.
    ///
    /// A failure of ours is a report with verdict `error`: it never costs a point.
    /// `shownAs` is the file's name in it.
    ///
    /// - Throws: `CancellationError` only.
    func grade(
        _ exercise: Exercise, _ track: Track, path: String, shownAs: String, seed: UInt64
    ) async throws -> Report {
        var subject = Subject(
            exercise: exercise, track: track, file: shownAs, source: "", seed: seed)
        do {
            subject.source = try FileText.read(path)
            if let other = Track.imported(by: subject.source), other != track {
                return Grader.report(.otherTrack(other, asked: track), on: subject)
            }
            let report = try await grade(subject, path)
            // What a cancelled run reports says nothing of the file.
            try Task.checkCancellation()
            return report
        } catch let error as CancellationError {
            throw error
        } catch {
            return Grader.report(failure(error), on: subject)
        }
    }

    private func grade(_ subject: Subject, _ path: String) async throws -> Report {
        if let file = subject.exercise.file { return await examine(subject, file) }
        // Somebody outside may have killed what was needed, short of memory for one; who does it
        // himself does it again.
        do {
            let (report, wasKilled) = try await gradeOnce(subject, path)
            if !wasKilled { return report }
        } catch HostingError.keeperEnded {}
        return try await gradeOnce(subject, path).report
    }

    private func gradeOnce(
        _ subject: Subject, _ path: String
    ) async throws -> (report: Report, wasKilled: Bool) {
        let scratch = try host.makeFolder()
        // The host removes what is left here.
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        return try await UpstreamServer.withServer { server in
            var app = app(at: path, subject.track, upstream: server.port)
            app.workingDirectory = scratch
            app.environment["SCRATCH"] = scratch
            app.environment.merge(try subject.environment) { $1 }
            app.threads = subject.exercise.server.threads ?? app.threads
            let grader = Grader(curlBase: curlBase, upstream: server.upstream)
            let start = ContinuousClock.now
            return try await withCopies(subject.exercise.server.copies, of: app) { hosted in
                let learner = HostedSubject(hosted, of: app)
                let report = await grader.grade(subject, app: learner, since: start)
                if report.error == .lostSupervision { return (report, true) }
                guard report.verdict == .fail else { return (report, false) }
                if let failure = DiskSpace(at: scratch)?.failure(at: scratch) { throw failure }
                return (report, await learner.wasKilled())
            }
        }
    }

    /// Grades a file of checks: it is run against apps of the course.
    private func examine(_ subject: Subject, _ file: String) async -> Report {
        let learners = LearnersChecks(
            text: subject.source, file: file, tracks: subject.exercise.tracks)
        let examiner = CheckExaminer(bench: self, subject: subject, learners: learners)
        let grader = Grader(curlBase: curlBase, upstream: nil, examiner: examiner)
        return await grader.grade(
            subject, app: NothingHosted(problem: learners.problems.first), since: .now)
    }

    /// Grades `subject` once, and tells how many requests its app got.
    ///
    /// - Throws: `HostingError`, and `GraderFailure`.
    func run(_ subject: Subject, _ path: String) async throws -> (report: Report, requests: Int) {
        let scratch = try host.makeFolder()
        // The host removes what is left here.
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        var app = app(at: path, subject.track, upstream: nil)
        app.workingDirectory = scratch
        app.environment["SCRATCH"] = scratch
        return try await host.withApp(app) { [app] hosted in
            let grader = Grader(curlBase: curlBase, upstream: nil)
            let report = await grader.grade(
                subject, app: HostedSubject([hosted], of: app), since: .now)
            return (report, await hosted.record().exchanges.count)
        }
    }

    /// Serves `app` from `count` workers, each at a port of its own.
    private func withCopies<Result: Sendable>(
        _ count: Int, of app: App, _ others: [HostedApp] = [],
        _ body: ([HostedApp]) async throws -> Result
    ) async throws -> Result {
        if count == 0 { return try await body(others) }
        return try await host.withApp(app) { hosted in
            try await withCopies(count - 1, of: app, others + [hosted], body)
        }
    }

    /// The app in the file at `path` as exercises are hosted.
    func app(at path: String, _ track: Track, upstream: Int?) -> App {
        var app = App(track == .swift ? .routes(path) : .file(path))
        app.preload = track.preload
        app.searchPaths = ["\(course.root)/exercises/kit"]
        app.refusesOwnSockets = true
        app.environment = upstream.map { ["UPSTREAM": "http://127.0.0.1:\($0)"] } ?? [:]
        return app
    }

    /// The same for free play, where a learner may look at what passes.
    func playApp(at path: String, _ track: Track, upstream: Int?) -> App {
        var app = app(at: path, track, upstream: upstream)
        app.traces = true
        app.limits.streamsFreely = true
        return app
    }

    private func failure(_ error: any Error) -> GraderFailure {
        switch error {
        case let error as HostingError: GraderFailure(kind: "host", message: "\(error)")
        case let problem as FileText.Problem: GraderFailure(kind: "file", message: "\(problem)")
        default: GraderFailure(error)
        }
    }
}

extension Track {
    /// What the nursery imports before it forks workers for this track.
    var preload: [String] {
        switch self {
        case .flask: ["flask", "concurrent.futures", "asgiref.sync"]
        case .fastapi:
            ["fastapi", "fastapi.responses", "fastapi.exceptions", "anyio._backends._asyncio"]
        case .swift: []
        }
    }
}

extension Track {
    /// The track whose framework `source` imports; nil when it imports none of them, or several.
    static func imported(by source: String) -> Track? {
        let found = allCases.filter { track in
            source.split(separator: "\n").contains { line in
                let words = line.split(whereSeparator: { " .,\t".contains($0) })
                return words.count > 1 && ["import", "from"].contains(words[0])
                    && words[1] == track.module
            }
        }
        return found.count == 1 ? found[0] : nil
    }
}

extension Track {
    /// The module of the framework, as a learner's file imports it.
    fileprivate var module: String {
        switch self {
        case .flask, .fastapi: rawValue
        case .swift: "Hummingbird"
        }
    }
}

extension FailedStart {
    /// The file is written with another framework than the one that is asked for.
    static func otherTrack(_ other: Track, asked: Track) -> FailedStart {
        FailedStart(
            message: "The file imports \(other.title), and the track is \(asked.title). "
                + "Write it with \(asked.title), or choose the other track.",
            kind: "otherTrack")
    }
}

extension UInt64 {
    /// A seed that people can read out and type.
    static var readableSeed: UInt64 { .random(in: 1...999_999) }
}
