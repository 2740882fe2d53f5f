import Foundation
import Synchronization

/// The one way out to the terminal: whole pieces of text, never into a line being typed.
///
/// While nobody types, text is written at once. While somebody does, it waits for the editing
/// thread, which alone knows how to erase the line; while the terminal is lent to a child, it
/// waits for the terminal to come back.
final class TerminalOutput: Sendable {
    private struct State {
        var isEditing = false
        var lendings = 0
        var borrowers: [CheckedContinuation<Void, Never>] = []
        var pending = ""

        var isHeld: Bool { isEditing || lendings > 0 }

        mutating func grant() {
            lendings += borrowers.count
            borrowers.forEach { $0.resume() }
            borrowers = []
        }
    }

    let descriptor: Descriptor
    let wakePipe: WakePipe
    private let state = Mutex(State())

    init(descriptor: Int32, wakePipe: WakePipe) {
        self.descriptor = Descriptor(descriptor)
        self.wakePipe = wakePipe
    }

    /// Writes now or when the line being typed allows it.
    func print(_ text: String) {
        state.withLock { state in
            guard state.isHeld else {
                descriptor.writeAll(text)
                return
            }
            state.pending += text
            wakePipe.wake()
        }
    }

    // MARK: The editing thread

    /// Takes the terminal for editing; blocks while it is lent.
    func beginEditing() {
        while !tryToBegin() { waitForWake() }
    }

    /// Writes what waited and lets others write again.
    func endEditing() {
        state.withLock { state in
            descriptor.writeAll(state.pending)
            state.pending = ""
            state.isEditing = false
            state.grant()
        }
    }

    /// What was printed since the last call.
    func takePending() -> String {
        state.withLock { state in
            defer { state.pending = "" }
            return state.pending
        }
    }

    /// Whether somebody waits for the terminal.
    var isWanted: Bool { state.withLock { !$0.borrowers.isEmpty } }

    /// Hands the terminal to those who wait and blocks until they have given it back.
    func lend() {
        state.withLock { $0.grant() }
        while state.withLock({ $0.lendings > 0 }) { waitForWake() }
    }

    private func tryToBegin() -> Bool {
        state.withLock { state in
            guard state.lendings == 0 else { return false }
            state.isEditing = true
            return true
        }
    }

    private func waitForWake() {
        _ = Descriptor.wait(for: [(wakePipe.readEnd, Int16(POLLIN))])
        _ = wakePipe.drain()
    }

    // MARK: Borrowers

    /// Returns when nobody edits and text waits.
    func borrow() async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.borrowers.append(continuation)
                if state.isEditing && state.lendings == 0 {
                    wakePipe.wake()
                } else {
                    state.grant()
                }
            }
        }
    }

    /// Ends what ``borrow()`` began.
    func giveBack() {
        state.withLock { state in
            state.lendings -= 1
            guard state.lendings == 0 else { return }
            if !state.isEditing {
                descriptor.writeAll(state.pending)
                state.pending = ""
            }
            wakePipe.wake()
        }
    }
}
