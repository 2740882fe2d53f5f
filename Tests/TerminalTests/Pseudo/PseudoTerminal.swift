import Foundation

/// A pseudo-terminal pair, and the screen that a person would see on it.
final class PseudoTerminal: @unchecked Sendable {
    /// The learner's side: what is written here is typed.
    let master: Int32
    /// The program's side.
    let slave: Int32
    // `@unchecked Sendable`: the screen is touched on this queue only.
    private let queue = DispatchQueue(label: "pseudo-terminal")
    private var screen: Screen

    enum Failure: Error, CustomStringConvertible {
        case cannotOpen(code: Int32)
        case notShown(expected: String, screen: String)

        var description: String {
            switch self {
            case .cannotOpen(let code): "No pseudo-terminal: \(String(cString: strerror(code)))"
            case .notShown(let expected, let screen):
                "Expected on the screen: \(expected)\nbut it shows:\n\(screen)"
            }
        }
    }

    init(columns: Int = 60, rows: Int = 16) throws {
        var ends: (master: Int32, slave: Int32) = (-1, -1)
        guard openpty(&ends.master, &ends.slave, nil, nil, nil) == 0 else {
            throw Failure.cannotOpen(code: errno)
        }
        (master, slave) = ends
        screen = Screen(columns: columns, rows: rows)
        resizeWindow(columns: columns, rows: rows)
    }

    deinit {
        close(slave)
        close(master)
    }

    /// Changes the window's size, rewrapping the text as terminals do.
    func resize(columns: Int, rows: Int = 16) async {
        await withCheckedContinuation { done in
            queue.async {
                self.screen.resize(columns: columns, rows: rows)
                self.resizeWindow(columns: columns, rows: rows)
                done.resume()
            }
        }
    }

    private func resizeWindow(columns: Int, rows: Int) {
        var size = winsize()
        size.ws_col = UInt16(columns)
        size.ws_row = UInt16(rows)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Types characters; control keys as their characters, such as `\u{3}` for Ctrl-C.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Waits until the screen's text satisfies a condition; the bound is there for a failure only.
    @discardableResult
    func wait(
        for expected: String, bound: Duration = .seconds(30),
        until condition: @escaping @Sendable (Screen) -> Bool
    ) async throws -> Screen {
        try await withCheckedThrowingContinuation { result in
            queue.async {
                result.resume(with: Result { try self.read(expected, bound, condition) })
            }
        }
    }

    /// Waits until a row of the screen is this text, spaces at its end left out.
    @discardableResult
    func wait(forRow row: String) async throws -> Screen {
        try await wait(for: row) { $0.rows.contains(row) }
    }

    /// Waits until the rows from the first on are these, and the cursor stands in the last of
    /// them at a column.
    @discardableResult
    func wait(forRows rows: [String], cursorAt column: Int? = nil) async throws -> Screen {
        try await wait(for: "\(rows), cursor \(column ?? -1)") { screen in
            screen.text == rows.joined(separator: "\n")
                && (column.map { $0 == screen.cursor.column } ?? true)
        }
    }

    private func read(
        _ expected: String, _ bound: Duration, _ condition: (Screen) -> Bool
    ) throws -> Screen {
        let deadline = ContinuousClock.now + bound
        while !condition(screen) {
            var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard ContinuousClock.now < deadline else {
                throw Failure.notShown(expected: expected, screen: screen.text)
            }
            guard poll(&polled, 1, 100) > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = Foundation.read(master, &bytes, bytes.count)
            guard count > 0 else {
                throw Failure.notShown(expected: expected, screen: screen.text)
            }
            screen.feed(bytes.prefix(count))
        }
        return screen
    }
}
