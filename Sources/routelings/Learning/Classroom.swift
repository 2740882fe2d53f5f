import Course
import Foundation
import Grading
import Hosting
import Progress
import Terminal
import Tutor

/// A whole session at the prompt: everything that is started here has ended when it returns.
struct Classroom {
    let course: Course
    let workspace: Workspace
    let record: ProgressRecord
    let track: Track?
    let reader: EntryReader
    let facts: PromptFacts
    let swift: SwiftSetup

    /// Runs until the learner leaves or the input ends.
    ///
    /// - Returns: the verdict of the last check, or nil when there was none.
    func run(interpreter: String) async throws -> Verdict? {
        try await UpstreamServer.withServer { upstream in
            let configuration = HostConfiguration(interpreter: interpreter, swiftKit: swift.kit)
            return try await AppHost.withHost(configuration) { host in
                let bench = Bench(host: host, course: course, swift: swift)
                let open = try openFile(bench)
                let file = try open ?? host.write(Desk.nothing.source, named: "app.py")
                // What the first exercise needs is imported while the greeting is read.
                let app = bench.playApp(
                    at: file, open == nil ? .fastapi : track ?? .fastapi, upstream: upstream.port)
                let hosted = Desk.Hosted(file: file)
                return try await host.withApp(app) { play in
                    try await session(bench, play, upstream, hosted: hosted)
                }
            }
        }
    }

    /// The file of the exercise at which the last session ended; nil when there is none.
    private func openFile(_ bench: Bench) throws -> String? {
        guard case .exercise(let id) = record.place, let track, let exercise = course.exercise(id),
            exercise.tracks.contains(track), bench.isReady(track)
        else { return nil }
        try workspace.layOut(exercise, track)
        return workspace.file(exercise, track)
    }

    private func session(
        _ bench: Bench, _ play: HostedApp, _ upstream: UpstreamServer, hosted: Desk.Hosted
    ) async throws -> Verdict? {
        let base = "http://127.0.0.1:\(play.port)"
        var bench = bench
        bench.curlBase = base
        let (jobs, jobSink) = AsyncStream.makeStream(of: Desk.Job.self)
        let session = Session(
            course: course, track: track, place: record.place,
            standing: try record.standing(), playBase: base, readFile: Self.bytes)
        let desk = Desk(
            session: session, bench: bench, play: play, workspace: workspace, record: record,
            lines: reader.lines, facts: facts, upstreamPort: upstream.port, hosted: hosted,
            jobs: jobSink)
        return await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await job in jobs { await desk.check(job) } }
            group.addTask { await desk.learnRoutes() }
            group.addTask { await SaveWatcher(facts: facts).watch { await desk.saved() } }
            if isInteractive {
                // At a terminal Ctrl-C drops what is typed or breaks off a command, never the prompt.
                group.addTask {
                    for await _ in Signals.arrivals(of: [SIGINT]) { reader.lines.interrupt() }
                }
            }
            await desk.process(.started(isInteractive: isInteractive))
            let leaving = Signals.leaving + (isInteractive ? [] : [SIGINT])
            await Signals.interrupting(leaving) { await converse(desk) }
            group.cancelAll()
            return await desk.lastVerdict
        }
    }

    private var isInteractive: Bool { reader.lines.profile.isInteractive }

    /// Carries out entry after entry; away from a terminal each is finished before the next.
    private func converse(_ desk: Desk) async {
        await reader.forEach { text in
            await carryOut(text, desk)
            return await !desk.isOver
        }
    }

    /// Carries out one entry.
    ///
    /// Ctrl-C at a terminal breaks off what takes too long.
    private func carryOut(_ text: String, _ desk: Desk) async {
        guard isInteractive else {
            await desk.process(.line(text))
            return await desk.untilIdle()
        }
        await Signals.interrupting([SIGINT]) { await desk.process(.line(text)) }
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw RequestLine.Problem.unreadableFile(path, reason: error.localizedDescription)
        }
    }
}
