/// Where the learner's lines come from and where all text goes.
///
/// ``LineEditor`` is the one for a terminal, ``PlainInput`` the one for pipes, dumb terminals and
/// screen readers; both keep printed text and the line being typed apart.
package protocol LineSource: Sendable {
    /// What the terminal can do, with the width that it has now.
    var profile: TerminalProfile { get }

    /// Reads one entry, which may have several lines.
    ///
    /// One call at a time; a second one waits for the first. Cancelling the task ends the call
    /// with ``Input/endOfInput``.
    ///
    /// - Parameters:
    ///   - prompt: Shown before the first line.
    ///   - continuation: Gets the lines so far, joined by line feeds. It returns the prompt for
    ///     another line when they are not a complete entry, or nil when they are.
    /// - Returns: The entry, or why there is none.
    func readLine(
        prompt: StyledText, continuation: @escaping @Sendable (String) -> StyledText?
    ) async -> Input

    /// Ctrl-C came as a signal, as it does where the terminal itself reads the keys: a line that is
    /// being read ends as ``Input/interrupted``; otherwise nothing happens.
    func interrupt()

    /// Prints text and a line break if it has none at its end, from any thread at any time.
    ///
    /// A line being typed is erased, drawn again below the text, and keeps its cursor.
    func printAbove(_ text: StyledText)

    /// Lends the terminal to the body, such as the learner's `$EDITOR`, and takes it back.
    ///
    /// A line being typed is put aside and comes back afterwards, as does text printed meanwhile.
    func suspend<R: Sendable>(_ body: () async throws -> R) async rethrows -> R

    /// Puts the terminal's modes back as they were found; for exits that unwind nothing, such as
    /// after SIGTERM. Calling it twice does no harm.
    func restoreTerminal()
}

extension LineSource {
    /// Where Ctrl-C is a key, no signal comes.
    package func interrupt() {}

    /// Reads one entry of a single line.
    package func readLine(prompt: StyledText) async -> Input {
        await readLine(prompt: prompt, continuation: { _ in nil })
    }
}

/// What came of reading an entry.
package enum Input: Sendable, Equatable {
    /// An entry; its lines are joined by line feeds, and none ends it.
    case line(String)
    /// Ctrl-C dropped what was typed.
    case interrupted
    /// There will be no more: Ctrl-D on an empty line, the end of a pipe, or a cancelled task.
    case endOfInput
}

/// Something that Tab can put in place of the word before the cursor.
package struct Completion: Sendable, Equatable {
    /// The whole word after completion, not only what is missing.
    package var text: String
    /// What it is, shown beside it in a list.
    package var description: String?
    /// Whether the word is complete, so that a space follows; false for a folder's path.
    package var isFinal: Bool

    /// A candidate.
    package init(_ text: String, description: String? = nil, isFinal: Bool = true) {
        self.text = text
        self.description = description
        self.isFinal = isFinal
    }
}

/// Finds candidates for the word before the cursor.
///
/// `line` is all that is typed, and `cursor` counts the characters before the cursor. A word starts
/// after the last space or line break. It runs on the editing thread, so it should take no more
/// than a few milliseconds.
package typealias Completer = @Sendable (_ line: String, _ cursor: Int) -> [Completion]
