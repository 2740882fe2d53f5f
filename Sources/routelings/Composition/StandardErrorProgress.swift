import Foundation
import Synchronization
import Terminal

/// One line on standard error that tells how far something is.
///
/// Away from a terminal it says only what is new in kind, a line each, so that logs stay short.
final class StandardErrorProgress: Sendable {
    private let isLive: Bool
    private let width: Int
    private let unicode: Bool
    private let lastTenth = Mutex(-1)

    init() {
        let profile = TerminalProfile(output: STDERR_FILENO)
        isLive = isatty(STDERR_FILENO) == 1 && profile.colour
        width = profile.width
        unicode = profile.unicode
    }

    /// Shows that `done` of `total` are done, `name` being the last; without a total only the name.
    func show(_ done: Int, of total: Int, _ name: String) {
        guard isLive else { return total > 0 ? announceTenth(done, total) : say(name) }
        let profile = TerminalProfile(width: width, unicode: unicode)
        let bar = total > 0 ? Bar(done, of: total).text() : StyledText()
        let line = bar + StyledText("  \(name)")
        write("\r\u{1B}[K" + line.truncated(to: width - 1).render(for: profile))
    }

    /// Says one line of its own.
    func say(_ text: String) {
        write((isLive ? "\r\u{1B}[K" : "") + text + "\n")
    }

    /// Takes the line away.
    func finish() {
        if isLive { write("\r\u{1B}[K") }
    }

    private func announceTenth(_ done: Int, _ total: Int) {
        let tenth = done * 10 / total
        let isNew = lastTenth.withLock { last in
            defer { last = max(last, tenth) }
            return tenth > last
        }
        if isNew { write("\(done)/\(total)\n") }
    }

    /// Nobody may read any more, which is no reason to stop: what cannot be written is left out.
    private func write(_ text: String) {
        Descriptor.standardError.writeAll(text)
    }
}
