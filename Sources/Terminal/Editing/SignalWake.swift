import Foundation
import Synchronization

/// Turns SIGWINCH and SIGCONT into a wake-up of the editing thread.
enum SignalWake {
    /// The pipe of the editor that is in use; a signal handler can reach nothing but a constant.
    private static let descriptor = Atomic<Int32>(-1)

    /// Sends the process's window and continue signals to a pipe from now on.
    static func attach(_ pipe: WakePipe) {
        descriptor.store(pipe.writeEnd, ordering: .sequentiallyConsistent)
        signal(SIGWINCH) { _ in SignalWake.notify(.resized) }
        signal(SIGCONT) { _ in SignalWake.notify(.continued) }
    }

    /// Stops that, if the pipe is the one in use.
    static func detach(_ pipe: WakePipe) {
        _ = descriptor.compareExchange(
            expected: pipe.writeEnd, desired: -1, ordering: .sequentiallyConsistent)
    }

    /// Runs in a signal handler: one atomic load, one write, and the interrupted code's `errno`.
    private static func notify(_ reason: WakePipe.Reason) {
        let code = errno
        let target = descriptor.load(ordering: .sequentiallyConsistent)
        if target >= 0 {
            var byte = reason.rawValue
            _ = write(target, &byte, 1)
        }
        errno = code
    }
}
