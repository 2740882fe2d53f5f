import Dispatch
import Foundation

/// Waits for Ctrl-C, SIGTERM or SIGHUP, so that what was started can be ended in order.
struct Interruption: Sendable {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Returns at the first of the signals, or when the task is cancelled.
    func wait() async {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let sources = Self.signals.map { number in
            signal(number, SIG_IGN)  // the dispatch source sees it all the same
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { arrival.finish() }
            source.resume()
            return source
        }
        for await _ in arrivals {}
        for source in sources { source.cancel() }
    }
}
