import Foundation

/// A person at the prompt: the program on a real pseudo-terminal, its keys and its screen.
final class Conversation: @unchecked Sendable {
    // All state is touched on `queue` only.
    enum Failure: Error, CustomStringConvertible {
        case noTerminal(code: Int32)
        case notSeen(String, seen: String)

        var description: String {
            switch self {
            case .noTerminal(let code): "No pseudo-terminal: \(String(cString: strerror(code)))"
            case .notSeen(let text, let seen): "Waited for: \(text)\nand saw:\n\(seen)"
            }
        }
    }

    let process = Process()
    private let master: Int32
    private let queue = DispatchQueue(label: "conversation")
    private var seen = ""
    private var read = ""
    private var pending: [UInt8] = []

    /// Starts the program with `arguments` on a terminal of this size.
    init(
        _ program: Program, _ arguments: [String], columns: UInt16 = 80, rows: UInt16 = 40,
        folder: URL = Program.root
    ) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize()
        size.ws_col = columns
        size.ws_row = rows
        guard openpty(&master, &slave, nil, nil, &size) == 0 else {
            throw Failure.noTerminal(code: errno)
        }
        self.master = master
        let terminal = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
        process.executableURL = Program.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = program.environment(["TERM": "xterm"])
        process.standardInput = terminal
        process.standardOutput = terminal
        process.standardError = terminal
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        try process.run()
        close(slave)
    }

    deinit {
        close(master)
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Types `text`; `\r` is the Enter key.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Waits until `text` appears after what was waited for last, escape sequences left out.
    ///
    /// - Returns: everything since then, up to and including `text`. The bound is a guard against
    ///   a program that says nothing, not a measure.
    @discardableResult
    func see(_ text: String, bound: Duration = .seconds(60)) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result { try self.readUntil(text, ContinuousClock.now + bound) })
            }
        }
    }

    /// Waits for the end of the program and returns its exit code.
    func end() async -> Int32 {
        await withCheckedContinuation { continuation in
            queue.async {
                let deadline = ContinuousClock.now + .seconds(30)
                while self.readMore(until: deadline) {}
                // A program that does not leave is ended, so that the test fails and goes on.
                if ContinuousClock.now >= deadline {
                    kill(self.process.processIdentifier, SIGKILL)
                }
                self.process.waitUntilExit()
                continuation.resume(returning: self.process.terminationStatus)
            }
        }
    }

    private func readUntil(_ text: String, _ deadline: ContinuousClock.Instant) throws -> String {
        while true {
            if let range = seen.range(of: text) {
                let found = String(seen[..<range.upperBound])
                seen = String(seen[range.upperBound...])
                return found
            }
            guard readMore(until: deadline) else { throw Failure.notSeen(text, seen: seen) }
        }
    }

    private func readMore(until deadline: ContinuousClock.Instant) -> Bool {
        while ContinuousClock.now < deadline {
            var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 100) > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = Foundation.read(master, &bytes, bytes.count)
            guard count > 0 else { return false }
            take(bytes[..<count])
            return true
        }
        return false
    }

    /// Adds what is whole: not the start of a character or an escape sequence.
    private func take(_ bytes: ArraySlice<UInt8>) {
        pending += bytes
        let text = String(decoding: pending, as: UTF8.self)
        guard !text.hasSuffix("\u{FFFD}"), text.firstMatch(of: /\e(\[[0-9;?]*)?$/) == nil else {
            return
        }
        pending = []
        seen += text.replacing(/\e\[[0-9;?]*[A-Za-z]|\e[()][A-Z0-9]|\e[=>78]|\r/, with: "")
    }
}
