import Foundation
import NIOCore

/// What became of a learner's Swift file.
enum Compilation: Sendable {
    /// The path of the program, and what it took to make it; nil when it was there.
    case program(String, CompileTimes?)
    /// The compiler refused the file.
    case refused(StartFailure)
}

/// Compiles learners' files into programs: each content once, and no more at a time than there are
/// processors.
///
/// Every stored `var` is touched on `loop` only; that is why it may be shared.
final class SwiftCompiler: @unchecked Sendable {
    /// Runs a program to its end in a folder.
    typealias Run = (_ arguments: [String], _ directory: String) -> EventLoopFuture<ProgramEnd>

    private let kit: SwiftKit
    private let plan: CompilePlan
    private let loop: any EventLoop
    private let run: Run
    private var underWay: [CompiledApps.Key: EventLoopFuture<Compilation>] = [:]
    private var waiting: [@Sendable () -> Void] = []
    private var free = max(1, ProcessInfo.processInfo.activeProcessorCount)
    private let apps: CompiledApps

    /// - Throws: `SwiftKitError.notBuilt`.
    init(kit: SwiftKit, loop: any EventLoop, run: @escaping Run) throws {
        guard kit.isReady else { throw SwiftKitError.notBuilt }
        self.kit = kit
        self.loop = loop
        self.run = run
        plan = try CompilePlan.read(from: kit.planPath)
        apps = CompiledApps(folder: kit.apps)
    }

    /// Compiles the file at `path`, or finds what it was compiled to before.
    ///
    /// The future fails with `SwiftKitError` for what is no fault of the file's.
    func compile(_ path: String) -> EventLoopFuture<Compilation> {
        guard let source = FileManager.default.contents(atPath: path) else {
            return loop.makeSucceededFuture(.refused(SwiftDiagnosis.missing(file: path)))
        }
        let key = CompiledApps.Key(path: path, source: source)
        if let program = apps.program(for: key) {
            return loop.makeSucceededFuture(.program(program, nil))
        }
        if let compilation = underWay[key] { return compilation }
        let compilation = whenFree { self.start(key) }
        underWay[key] = compilation
        compilation.assumeIsolated().whenComplete { _ in self.underWay[key] = nil }
        return compilation
    }

    private func start(_ key: CompiledApps.Key) -> EventLoopFuture<Compilation> {
        let entry: CompiledApps.Entry
        do {
            entry = try apps.begin(key)
        } catch {
            return loop.makeFailedFuture(
                SwiftKitError.folder(path: kit.apps, reason: error.localizedDescription))
        }
        // The compiler reads the file itself, under its own name: errors and crashes speak of it.
        let jobs = plan.jobs(source: key.path, program: entry.program, scratch: entry.folder)
        return follow(jobs[...], entry).flatMapThrowing { end, times in
            defer { entry.discard() }
            guard let end else { return .program(try self.apps.keep(entry, for: key), times) }
            return .refused(
                try SwiftDiagnosis.failure(of: end, file: key.path, start: self.plan.start))
        }
        .flatMapErrorThrowing { error in
            if case SwiftKitError.damaged = error { self.kit.invalidate() }
            throw error
        }
    }

    /// Runs jobs one after the other; gives the end of the first that fails, nil when none does, and
    /// how long they took.
    private func follow(
        _ jobs: ArraySlice<[String]>, _ entry: CompiledApps.Entry, after times: CompileTimes? = nil
    ) -> EventLoopFuture<(ProgramEnd?, CompileTimes?)> {
        guard let job = jobs.first else { return loop.makeSucceededFuture((nil, times)) }
        return run(job, entry.folder).flatMap { end in
            // The compiler comes first; the jobs after it are the linker's.
            var sum = times ?? CompileTimes(compile: end.took)
            if times != nil { sum.link += end.took }
            return end.isSuccess
                ? self.follow(jobs.dropFirst(), entry, after: sum)
                : self.loop.makeSucceededFuture((end, sum))
        }
    }

    /// Begins when a processor is free.
    private func whenFree(
        _ body: @escaping @Sendable () -> EventLoopFuture<Compilation>
    ) -> EventLoopFuture<Compilation> {
        let promise = loop.makePromise(of: Compilation.self)
        waiting.append { body().cascade(to: promise) }
        promise.futureResult.assumeIsolated().whenComplete { _ in
            self.free += 1
            self.startNext()
        }
        startNext()
        return promise.futureResult
    }

    private func startNext() {
        while free > 0, !waiting.isEmpty {
            free -= 1
            waiting.removeFirst()()
        }
    }
}
