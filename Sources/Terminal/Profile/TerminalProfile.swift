import Foundation

/// What the terminal in front of the learner can do, decided in one place.
package struct TerminalProfile: Sendable, Equatable {
    /// Columns to lay text out for; never below ``minimumWidth``.
    package var width: Int
    /// Whether a person types and reads: both standard input and output are a terminal.
    package var isInteractive: Bool
    /// Whether escape sequences for colour and weight may be written.
    package var colour: Bool
    /// Whether the locale is UTF-8; otherwise box and block characters become ASCII.
    package var unicode: Bool
    /// Whether lines may be erased and drawn again; false for screen readers and dumb terminals.
    package var movesCursor: Bool

    /// The narrowest layout; a narrower window wraps by itself.
    package static let minimumWidth = 20
    /// The layout where no terminal tells its size, as in a pipe.
    package static let defaultWidth = 80

    /// Plain text for a pipe: 80 columns, UTF-8, neither colour nor cursor movement.
    package static let pipe = TerminalProfile()

    /// A profile by hand, for tests and for text that goes into files.
    package init(
        width: Int = defaultWidth, isInteractive: Bool = false, colour: Bool = false,
        unicode: Bool = true, movesCursor: Bool = false
    ) {
        self.width = max(width, Self.minimumWidth)
        self.isInteractive = isInteractive
        self.colour = colour
        self.unicode = unicode
        self.movesCursor = movesCursor
    }

    /// The profile of two file descriptors under an environment.
    ///
    /// `NO_COLOR` (no-color.org: set and not empty) removes colour; `TERM` unset, empty or `dumb`
    /// and `plain` remove colour and cursor movement; the locale is the first of `LC_ALL`,
    /// `LC_CTYPE` and `LANG` that is not empty, as POSIX orders them.
    package init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, plain: Bool = false
    ) {
        let reads = isatty(input) == 1
        let writes = isatty(output) == 1
        let term = environment["TERM"] ?? ""
        let capable = writes && !plain && !term.isEmpty && term != "dumb"
        self.init(
            width: Self.columns(of: output)
                ?? environment["COLUMNS"].flatMap { Int($0) } ?? Self.defaultWidth,
            isInteractive: reads && writes,
            colour: capable && (environment["NO_COLOR"] ?? "").isEmpty,
            unicode: Self.isUTF8(environment),
            movesCursor: capable && reads)
    }

    /// The same profile with the width that the terminal has now, for use after a resize.
    package func measured(output: Int32 = STDOUT_FILENO) -> TerminalProfile {
        var profile = self
        if let columns = Self.columns(of: output) {
            profile.width = max(columns, Self.minimumWidth)
        }
        return profile
    }

    /// The columns of a terminal, or nil where there is none or it does not know its size.
    static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func isUTF8(_ environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .compactMap { environment[$0] }
            .first { !$0.isEmpty }
        let folded = (locale ?? "").lowercased().replacing("-", with: "")
        return folded.contains("utf8")
    }
}
