import Foundation
import Synchronization

/// The threads that run all tasks of the program, in place of the system's.
///
/// The system's pool is as wide as the machine. What a handler that blocks does to the others can
/// only be found out with more requests than there are threads; so here there are few, and as many
/// on every machine: a verdict is then the same everywhere.
final class Pool: TaskExecutor {
    private static let threads = 4

    private struct State {
        var jobs: [UnownedJob] = []
        var first = 0
    }

    private let state = Mutex(State())
    private let news = DispatchSemaphore(value: 0)

    /// Starts the threads; they end with the program.
    private init(width: Int) {
        for _ in 0..<width {
            Thread.detachNewThread { self.work() }
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        add(UnownedJob(job))
    }

    private func add(_ job: UnownedJob) {
        state.withLock { $0.jobs.append(job) }
        news.signal()
    }

    private func work() {
        while true {
            news.wait()
            next().runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    /// The job that has waited longest; there is one for each signal.
    private func next() -> UnownedJob {
        state.withLock { state in
            let job = state.jobs[state.first]
            state.first += 1
            if state.first > 256 {
                state.jobs.removeFirst(state.first)
                state.first = 0
            }
            return job
        }
    }

    // MARK: In place of the system's pool

    /// What Swift's runtime calls where it would use its own pool: with a job, and the function that
    /// it would call itself.
    ///
    /// It is a Swift function; two pointers travel in the same registers in C's convention, on
    /// x86-64 and on arm64.
    private typealias Hook = @convention(c) (UnsafeRawPointer, UnsafeRawPointer) -> Void

    private static let shared = Pool(width: width)

    private static var width: Int {
        let asked = ProcessInfo.processInfo.environment["ROUTELINGS_POOL"].flatMap { Int($0) }
        return max(1, asked ?? threads)
    }

    /// Has this pool run every task from now on; where the runtime has no such hook, the system's
    /// pool goes on.
    static func install() {
        guard let symbol = dlsym(dlopen(nil, RTLD_LAZY), "swift_task_enqueueGlobal_hook") else {
            return
        }
        _ = shared
        symbol.assumingMemoryBound(to: Hook?.self).pointee = { job, _ in
            // A job is one pointer.
            Pool.shared.add(unsafeBitCast(job, to: UnownedJob.self))
        }
    }
}
