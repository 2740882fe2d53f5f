import Foundation
import Synchronization

/// Lines from a pipe, a dumb terminal or a screen reader's terminal: no escape sequence, no
/// cursor movement, no drawing again.
package final class PlainInput: LineSource {
    private let base: TerminalProfile
    private let input: Descriptor
    private let output: TerminalOutput
    private let showsPrompts: Bool
    private let modes: TerminalModes?
    private let interruption = Atomic<Bool>(false)
    private let queue = DispatchQueue(label: "routelings.plain-input")

    /// Reads from one descriptor and prints to another; nil when no descriptor is left.
    ///
    /// Prompts are shown only where the input is a terminal.
    package init?(
        profile: TerminalProfile, input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO
    ) {
        guard let pipe = WakePipe() else { return nil }
        base = profile
        self.input = Descriptor(input)
        self.output = TerminalOutput(descriptor: output, wakePipe: pipe)
        showsPrompts = isatty(input) == 1
        modes = TerminalModes(input: input, output: output)
    }

    package var profile: TerminalProfile { base.measured(output: output.descriptor.number) }

    package func printAbove(_ text: StyledText) {
        output.print(text.renderedLines(for: profile))
    }

    package func restoreTerminal() { modes?.restore() }

    package func interrupt() {
        interruption.store(true, ordering: .releasing)
        output.wakePipe.wake()
    }

    package func suspend<R: Sendable>(_ body: () async throws -> R) async rethrows -> R {
        await output.borrow()
        defer {
            modes?.restore()
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
                    let entry = Entry(continuation: continuation) { prompt, _ in
                        self.line(prompt: prompt, cancellation)
                    }
                    result.resume(returning: entry.read(prompt: prompt))
                }
            }
        } onCancel: {
            cancellation.cancel()
            output.wakePipe.wake()
        }
    }

    private func line(prompt: StyledText, _ cancellation: Cancellation) -> Input {
        output.beginEditing()
        defer { output.endEditing() }
        let shown = showsPrompts ? prompt.render(for: base) : ""
        interruption.store(false, ordering: .releasing)
        output.descriptor.writeAll(shown)
        var bytes: [UInt8] = []
        while !cancellation.isCancelled {
            if interruption.load(ordering: .acquiring) {
                leavePrompt(shown)
                return .interrupted
            }
            switch nextByte(reprinting: shown) {
            case .byte(UInt8(ascii: "\n")): return .line(Self.text(bytes))
            case .byte(let byte): bytes.append(byte)
            case .end:
                leavePrompt(shown)
                return bytes.isEmpty ? .endOfInput : .line(Self.text(bytes))
            case .none: continue
            }
        }
        leavePrompt(shown)
        return .endOfInput
    }

    /// What follows a prompt that no Enter has answered starts on a line of its own.
    private func leavePrompt(_ shown: String) {
        if !shown.isEmpty { output.descriptor.writeAll("\n") }
    }

    /// A byte if one is there; prints meanwhile what others want to print.
    private func nextByte(reprinting prompt: String) -> Descriptor.Byte {
        let wake = output.wakePipe.readEnd
        let ready = Descriptor.wait(for: [(input.number, Int16(POLLIN)), (wake, Int16(POLLIN))])
        if ready.contains(wake) {
            serve(reprinting: prompt)
            return .none
        }
        return ready.contains(input.number) ? input.readByte() : .none
    }

    private func serve(reprinting prompt: String) {
        _ = output.wakePipe.drain()
        let isLent = output.isWanted
        if isLent { output.lend() }
        let text = output.takePending()
        guard isLent || !text.isEmpty else { return }
        let lead = prompt.isEmpty ? "" : "\n"
        output.descriptor.writeAll(lead + text + prompt)
    }

    /// The line without the carriage return of a file written on Windows.
    private static func text(_ bytes: [UInt8]) -> String {
        let line = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]
        return String(decoding: line, as: UTF8.self)
    }
}
