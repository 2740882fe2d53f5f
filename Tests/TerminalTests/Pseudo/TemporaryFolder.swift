import Foundation
import Synchronization

/// A folder that is gone when the test is.
final class TemporaryFolder: Sendable {
    private let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory
            .appending(component: "terminal-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit {
        // A folder left behind must not fail a test.
        try? FileManager.default.removeItem(at: root)
    }

    func path(_ name: String) -> String { root.appending(component: name).path }
}

/// A truth that one thread sets and another reads.
final class Flag: Sendable {
    private let state = Mutex(false)
    var value: Bool { state.withLock { $0 } }
    func set(_ value: Bool) { state.withLock { $0 = value } }
}

extension PseudoTerminal {
    /// Whether the terminal collects whole lines, as programs find it.
    var isCanonical: Bool {
        var modes = termios()
        return tcgetattr(slave, &modes) == 0 && modes.c_lflag & tcflag_t(ICANON) != 0
    }

    /// Whether the terminal shows what is typed, as programs find it.
    var echoes: Bool {
        var modes = termios()
        return tcgetattr(slave, &modes) == 0 && modes.c_lflag & tcflag_t(ECHO) != 0
    }
}
