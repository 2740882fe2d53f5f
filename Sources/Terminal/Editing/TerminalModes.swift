import Foundation
import Synchronization

/// The modes in which a terminal was found, and the way back to them.
struct TerminalModes: Sendable {
    private let input: Int32
    private let output: Int32
    private let found: termios

    /// Switches marking of pasted text on (xterm's bracketed paste mode).
    static let markPastes = "\u{1B}[?2004h"
    /// Switches marking of pasted text off.
    static let leavePastes = "\u{1B}[?2004l"

    /// The modes now; nil where the descriptor is not a terminal.
    init?(input: Int32, output: Int32) {
        var modes = termios()
        guard tcgetattr(input, &modes) == 0 else { return nil }
        self.input = input
        self.output = output
        found = modes
    }

    /// Sets the modes as they were found.
    func restore() {
        var modes = found
        _ = tcsetattr(input, TCSANOW, &modes)
    }

    /// The same without echo: keys that are pressed while nobody reads stay out of the text that is
    /// printed meanwhile, and are shown by the line that takes them in.
    func restoreWithoutEcho() {
        var modes = found
        modes.c_lflag &= ~tcflag_t(ECHO)
        _ = tcsetattr(input, TCSANOW, &modes)
    }

    /// Also undoes what the editor told the terminal itself; for the end of the process.
    func restoreForExit() {
        restore()
        Descriptor(output).writeAll(Self.leavePastes)
    }

    private static let atExit = Mutex<TerminalModes?>(nil)
    private static let registration: Void = {
        atexit { TerminalModes.atExit.withLock { $0?.restoreForExit() } }
    }()

    /// Restores these modes when the process calls `exit`, even while a line is being typed.
    func restoreAtExit() {
        Self.atExit.withLock { $0 = self }
        _ = Self.registration
    }

    /// Leaves the modes alone from now on; for a terminal that is about to be closed.
    func forget() {
        Self.atExit.withLock { if $0?.input == input { $0 = nil } }
    }
}
