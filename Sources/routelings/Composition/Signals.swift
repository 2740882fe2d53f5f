import Dispatch
import Foundation

/// Signals as values, so that what was started can be ended in order.
enum Signals {
    /// The signals that ask a program to leave.
    static let leaving = [SIGTERM, SIGHUP]

    /// Each arrival of one of `numbers`, until the iteration ends or is cancelled.
    ///
    /// From now on the signals do nothing else, also after the stream has ended.
    static func arrivals(of numbers: [Int32]) -> AsyncStream<Int32> {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Int32.self)
        let sources = Sources(
            all: numbers.map { number in
                ignoreByDefault(number)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { arrival.yield(number) }
                source.resume()
                return source
            })
        arrival.onTermination = { _ in sources.all.forEach { $0.cancel() } }
        return arrivals
    }

    /// Takes away what the signal does by itself.
    ///
    /// A dispatch source sees it all the same, through a handler that Linux's libdispatch installs
    /// once and that must not be taken away again.
    private static func ignoreByDefault(_ number: Int32) {
        let before = signal(number, SIG_IGN)
        if before != nil { signal(number, before) }
    }

    /// `@unchecked Sendable`: a dispatch source may be cancelled from any thread.
    private struct Sources: @unchecked Sendable {
        let all: [any DispatchSourceSignal]
    }

    /// Runs `body` until it ends or one of `numbers` arrives; then it is cancelled and awaited.
    ///
    /// - Returns: whether a signal arrived first.
    @discardableResult
    static func interrupting(
        _ numbers: [Int32], _ body: @escaping @Sendable () async -> Void
    ) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await body()
                return false
            }
            group.addTask {
                for await _ in arrivals(of: numbers) { return true }
                return false
            }
            let wasInterrupted = await group.next() ?? false
            group.cancelAll()
            return wasInterrupted
        }
    }
}
