import Foundation
import Synchronization

/// A line editor on a terminal: libedit's keys, completion, history, and text printed above the
/// line being typed.
///
/// libedit blocks and belongs to one thread, so it runs on a queue of its own, off Swift's pool.
/// The library below it keeps the terminal's description in a global variable: make one editor
/// in a process, and read from one at a time.
package final class LineEditor: LineSource {
    /// What an editor is made of; the inner ones differ from their defaults in tests only.
    struct Settings: Sendable {
        var profile: TerminalProfile
        var input: Int32 = STDIN_FILENO
        var output: Int32 = STDOUT_FILENO
        var history: HistoryFile?
        var completion: Completer = { _, _ in [] }
        /// The terminal's type for libedit; `TERM` when nil.
        var terminalType: String?
        var readsUserSettings = true
        var handlesSignals = true
        /// What Ctrl-Z does: stops the whole foreground job, as the terminal itself would.
        var stopProcess: @Sendable () -> Void = { _ = kill(0, SIGTSTP) }
    }

    private let settings: Settings
    private let output: TerminalOutput
    private let modes: TerminalModes
    private let queue = DispatchQueue(label: "routelings.line-editor", qos: .userInteractive)
    private let session = Mutex<EditSession?>(nil)

    /// An editor on standard input and output, or nil where they are not a terminal that can
    /// move its cursor; use ``PlainInput`` then.
    package convenience init?(
        profile: TerminalProfile, history: HistoryFile? = nil,
        completion: @escaping Completer = { _, _ in [] }
    ) {
        guard profile.movesCursor else { return nil }
        self.init(
            settings: Settings(profile: profile, history: history, completion: completion))
    }

    init?(settings: Settings) {
        guard
            let pipe = WakePipe(),
            let modes = TerminalModes(input: settings.input, output: settings.output)
        else { return nil }
        self.settings = settings
        self.modes = modes
        output = TerminalOutput(descriptor: settings.output, wakePipe: pipe)
        if settings.handlesSignals {
            SignalWake.attach(pipe)
            modes.restoreAtExit()
        }
    }

    deinit {
        SignalWake.detach(output.wakePipe)
        if settings.handlesSignals { modes.forget() }
    }

    package var profile: TerminalProfile { settings.profile.measured(output: settings.output) }

    package func printAbove(_ text: StyledText) {
        output.print(text.renderedLines(for: profile))
    }

    package func restoreTerminal() { modes.restoreForExit() }

    package func suspend<R: Sendable>(_ body: () async throws -> R) async rethrows -> R {
        await output.borrow()
        modes.restore()
        defer {
            modes.restore()
            output.giveBack()
        }
        return try await body()
    }

    package func readLine(
        prompt: StyledText, continuation: @escaping @Sendable (String) -> StyledText?
    ) async -> Input {
        let cancellation = Cancellation()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { result in
                queue.async {
                    let input = self.edit(prompt, continuation, cancellation)
                    result.resume(returning: input)
                }
            }
        } onCancel: {
            cancellation.cancel()
            output.wakePipe.wake()
        }
    }

    /// Tells the editor that the window has another size, as SIGWINCH does.
    func windowDidResize() { output.wakePipe.wake(.resized) }

    private func edit(
        _ prompt: StyledText, _ continuation: @escaping @Sendable (String) -> StyledText?,
        _ cancellation: Cancellation
    ) -> Input {
        UTF8Locale.onThisThread {
            output.beginEditing()
            // libedit takes what it finds for what others are to find.
            modes.restore()
            defer {
                modes.restoreWithoutEcho()
                output.endEditing()
            }
            guard let session = openSession() else { return .endOfInput }
            let entry = Entry(continuation: continuation) { prompt, isContinuation in
                session.isContinuation = isContinuation
                return session.readLine(
                    prompt: prompt, isCancelled: { cancellation.isCancelled })
            }
            let input = entry.read(prompt: prompt)
            if case .line(let text) = input { record(text, in: session) }
            return input
        }
    }

    private func openSession() -> EditSession? {
        session.withLock { session in
            if session == nil { session = EditSession(settings: settings, output: output) }
            return session
        }
    }

    private func record(_ entry: String, in session: EditSession) {
        guard HistoryFile.records(entry), session.remember(entry) else { return }
        // A history that cannot be written must not stop the learner; it lives on in memory.
        try? settings.history?.append(entry)
    }
}

/// A flag that a cancelled task raises for a blocked thread.
final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    func cancel() { flag.store(true, ordering: .releasing) }
}

/// Reads lines until they make a complete entry.
struct Entry {
    /// Says with which prompt to go on after these lines, or nil when they are complete.
    let continuation: (String) -> StyledText?
    /// Reads one line.
    let line: (_ prompt: StyledText, _ isContinuation: Bool) -> Input

    /// The entry; the end of input completes it if there are lines already.
    func read(prompt: StyledText) -> Input {
        var lines: [String] = []
        var prompt = prompt
        while true {
            switch line(prompt, !lines.isEmpty) {
            case .interrupted: return .interrupted
            case .endOfInput:
                return lines.isEmpty ? .endOfInput : .line(lines.joined(separator: "\n"))
            case .line(let text):
                lines.append(text)
                let entry = lines.joined(separator: "\n")
                guard let next = continuation(entry) else { return .line(entry) }
                prompt = next
            }
        }
    }
}

extension StyledText {
    /// The rendering with a line break at its end.
    func renderedLines(for profile: TerminalProfile) -> String {
        let text = render(for: profile)
        return text.hasSuffix("\n") ? text : text + "\n"
    }
}
