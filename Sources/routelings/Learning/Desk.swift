import Course
import Foundation
import Grading
import Hosting
import Progress
import Synchronization
import Terminal
import Tutor

/// Where a session and the world meet: events go in, effects are carried out.
actor Desk {
    struct Job: Sendable {
        var exercise: Exercise
        var track: Track

        /// Whether both are of the same file.
        func isOf(_ other: Job) -> Bool { exercise.id == other.exercise.id && track == other.track }
    }

    /// How long free play's app leaves the machine to a check before it starts.
    private static let courtesy: Duration = .milliseconds(250)
    /// After how much longer a check that has not ended is spoken of.
    private static let patience: Duration = .seconds(2)

    private(set) var session: Session
    private(set) var queue = CheckQueue<Job>()
    /// The check that runs.
    private var running: (job: Job, grading: Task<Report, any Error>)?
    private(set) var scratch: ScratchApp?
    /// What is hosted for free play; nil when hosting it failed.
    var hosted: Hosted?
    var routes: [Route] = []
    /// The files of lessons' apps that have been hosted.
    private var examples: [Lesson.Example: String] = [:]
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    private let jobs: AsyncStream<Job>.Continuation
    let bench: Bench
    let play: HostedApp
    let workspace: Workspace
    private let record: ProgressRecord
    let lines: any LineSource
    let facts: PromptFacts
    /// Where free play's upstream answers.
    let upstreamPort: Int
    /// The verdict of the last check.
    private(set) var lastVerdict: Verdict?
    private(set) var isOver = false

    init(
        session: Session, bench: Bench, play: HostedApp, workspace: Workspace,
        record: ProgressRecord, lines: any LineSource, facts: PromptFacts, upstreamPort: Int,
        hosted: Hosted,
        jobs: AsyncStream<Job>.Continuation
    ) {
        self.hosted = hosted
        self.upstreamPort = upstreamPort
        self.session = session
        self.bench = bench
        self.play = play
        self.workspace = workspace
        self.record = record
        self.lines = lines
        self.facts = facts
        self.jobs = jobs
    }

    /// Takes in one event and carries out what follows from it.
    func process(_ event: Event) async {
        for effect in session.handle(event) { await perform(effect) }
        publishFacts()
    }

    /// Returns when no check runs.
    func untilIdle() async {
        if queue.isIdle { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    /// Grades one job and takes in its report; the next one follows when there is one.
    func check(_ job: Job) async {
        let path = workspace.file(job.exercise, job.track)
        if !FileManager.default.fileExists(atPath: path) {
            show(.trouble("\(path) is gone: `reset yes` brings the starter back."))
        }
        let patience = Task {
            try await Task.sleep(for: Self.courtesy)
            await refresh()
            try await Task.sleep(for: Self.patience)
            show(.notice("Still checking: a file that loops is given up after some seconds."))
        }
        let grading = Task { [bench] in
            try await bench.grade(
                job.exercise, job.track, path: path, shownAs: job.exercise.fileName(job.track),
                seed: .readableSeed)
        }
        running = (job, grading)
        do {
            let report = try await withTaskCancellationHandler {
                try await grading.value
            } onCancel: {
                grading.cancel()
            }
            running = nil
            lastVerdict = report.verdict
            await process(.checked(report))
        } catch {
            // Cancelled: the session is over, or the file has been saved again.
            running = nil
        }
        patience.cancel()
        if !Task.isCancelled { await refresh() }
        if let next = queue.finish() {
            jobs.yield(next)
            return
        }
        idleWaiters.forEach { $0.resume() }
        idleWaiters = []
    }

    private func perform(_ effect: Effect) async {
        do {
            switch effect {
            case .show(let message): show(message)
            case .open(let exercise, let track): try await open(exercise, track)
            case .host(let example): try await host(example)
            case .check(let exercise, let track):
                let job = Job(exercise: exercise, track: track)
                if let start = queue.add(job) { jobs.yield(start) }
                // Nobody waits for what a file was before, least of all if it hangs.
                if let running, running.job.isOf(job) { running.grading.cancel() }
            case .send(let request):
                try await revive()
                await send(request)
            case .openWebSocket(let request):
                try await revive()
                await openWebSocket(request, port: play.port)
            case .followEvents(let request, let count):
                try await revive()
                await followEvents(request, count: count, port: play.port)
            case .burst(let request, let count):
                try await revive()
                await burst(request, count, of: play)
            case .tell(let fact): await tell(fact)
            case .showLog(let checks):
                let view = LogView(
                    file: session.track?.fileName ?? "", width: lines.profile.width)
                lines.printAbove(view.text(await play.record(), checks))
            case .compare(let exercise, let comparison):
                try await compare(exercise, comparison)
            case .edit(let exercise, let track): await edit(exercise, track)
            case .reset(let exercise, let track): try reset(exercise, track)
            case .showLines(let exercise, let track): try showLines(exercise, track)
            case .arrange(let exercise, let track, let numbers):
                try await arrange(exercise, track, numbers)
            case .showDifference(let exercise, let track): try showDifference(exercise, track)
            case .showSolution(let exercise, let track): try showSolution(exercise, track)
            case .remember(let memory): try record.keep(memory, source: source)
            case .startScratch(let track): try await startScratch(track)
            case .addToScratch(let code): try await addToScratch(code)
            case .quit: isOver = true
            }
        } catch is CancellationError {
            // The learner did that; where there is more to say, it has been said.
        } catch {
            show(.trouble("\(error)"))
        }
    }

    func show(_ message: Message) {
        lines.printAbove(Presenter(profile: lines.profile).text(of: message))
    }

    /// The text of the open exercise's file, for the record of attempts.
    private var source: String? {
        guard let exercise = session.exercise, let track = session.track else { return nil }
        return try? workspace.read(workspace.file(exercise, track))  // missing: nothing to record
    }

    private func open(_ exercise: Exercise, _ track: Track) async throws {
        scratch = nil
        try workspace.layOut(exercise, track)
        let file = workspace.file(exercise, track)
        facts.watch(file)
        lines.printAbove("\("Your file", .faint)  \(file, .code)")
        try await prepare(track)
        try await host(at: file, track)
    }

    /// Makes ready what the track needs: the terminal is the progress bar's meanwhile.
    private func prepare(_ track: Track) async throws {
        if bench.isReady(track) { return }
        do {
            try await lines.suspend { try await bench.prepare(track) }
        } catch  where Task.isCancelled {
            show(
                .notice("Broken off; what is built is kept. Opening the exercise goes on with it."))
            throw CancellationError()
        }
    }

    /// Hosts a lesson's app, each from one file for the whole session.
    private func host(_ example: Lesson.Example?) async throws {
        scratch = nil
        facts.watch(nil)
        let app = example ?? Self.nothing
        let file = try examples[app] ?? bench.host.write(app.source, named: app.track.fileName)
        examples[app] = file
        try await host(at: file, app.track)
    }

    /// What answers where no app is shown.
    static let nothing = Lesson.Example(
        name: "nothing", track: .flask,
        source: """
            def app(environ, start_response):
                start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
                return [b"No app is up here: `next` goes on to one, `exercise ID` opens yours.\\n"]

            """)

    private func send(_ request: Request) async {
        let result: Result<Grading.Answer, NoAnswer>
        do {
            result = .success(try await HTTPClient(port: play.port).send(request))
        } catch is CancellationError {
            return show(.notice("Broken off."))
        } catch {
            result = .failure(error as? NoAnswer ?? .closed)
        }
        await process(.answered(request, result))
    }

    private func tell(_ fact: Effect.AppFact) async {
        await refresh()
        let view = AppFactView(profile: lines.profile)
        switch fact {
        case .routes:
            guard let outcome = await outcome() else { return }
            lines.printAbove(view.routes(outcome))
        case .trace: lines.printAbove(TraceView(profile: lines.profile).text(await play.record()))
        case .docs:
            guard let outcome = await outcome() else { return }
            let answer = try? await HTTPClient(port: play.port)
                .send(Request(method: "GET", target: "/openapi.json"))  // nil: no such document
            lines.printAbove(view.docs(answer, outcome))
        }
    }

    private func compare(_ exercise: Exercise, _ comparison: Effect.Comparison) async throws {
        let comparer = Comparer(
            bench: bench, workspace: workspace, upstreamPort: upstreamPort)
        let requests = comparer.requests(of: comparison, exercise)
        let sides = try await comparer.sides(of: exercise, requests)
        lines.printAbove(CompareView(profile: lines.profile).text(requests, sides))
    }

    private func startScratch(_ track: Track) async throws {
        let app = try ScratchApp(track: track, host: bench.host)
        scratch = app
        facts.watch(nil)
        try await prepare(track)
        try await host(at: app.file, track)
    }

    private func addToScratch(_ code: String) async throws {
        guard var scratch, let track = session.track else { return }
        let before = scratch.source
        let above = try scratch.add(code)
        defer { self.scratch = scratch }
        try await host(at: scratch.file, track)
        guard case .failed(let failure) = await play.start else {
            return show(.notice("Added. `routes` shows what is there."))
        }
        try scratch.replace(with: before)
        try await host(at: scratch.file, track)
        show(.trouble("It was not added. \(Self.message(of: failure, below: above))"))
    }

    /// The failure's text with its line counted from the first one that was typed.
    private static func message(of failure: StartFailure, below above: Int) -> String {
        guard let line = failure.location?.line, line > above else { return failure.message }
        return failure.message.replacing("Line \(line)", with: "Line \(line - above)")
    }

    /// Tells the prompt what it needs to know while a line is being typed.
    func publishFacts() {
        let paths = routes.map { (path: $0.path, methods: $0.methods.joined(separator: " ")) }
        facts.publish(
            completion: session.completion(routes: paths), inScratch: session.hasScratch,
            words: session.promptWords)
    }
}
