import CLibEdit
import Foundation

/// libedit with one terminal, used on one serial queue only.
///
/// `@unchecked Sendable`: every method runs on the queue of the `LineEditor` that owns it, and the
/// C callbacks come from inside such a method.
final class EditSession: @unchecked Sendable {
    let editor: OpaquePointer
    let output: TerminalOutput
    let settings: LineEditor.Settings
    private let history: OpaquePointer
    private let streams: [UnsafeMutablePointer<FILE>]
    private let input: Descriptor
    private var prompt: UnsafeMutablePointer<wchar_t>
    private var promptText = ""
    private var newest: String?
    private var decoder = UTF8Decoder()
    private var isCancelled: @Sendable () -> Bool = { false }
    var isContinuation = false
    var wasInterrupted = false

    /// Marks escape sequences in a prompt for libedit.
    static let marker: Character = "\u{1}"

    /// libedit asks the terminal's description of a library with global variables.
    private static let starting = NSLock()

    /// Nil where libedit cannot start, such as without memory.
    init?(settings: LineEditor.Settings, output: TerminalOutput) {
        Self.starting.lock()
        defer { Self.starting.unlock() }
        guard
            let streams = Self.streams(settings),
            let editor = el_init("routelings", streams[0], streams[1], streams[2])
        else { return nil }
        guard let history = history_winit() else {
            el_end(editor)
            return nil
        }
        self.streams = streams
        self.editor = editor
        self.history = history
        self.output = output
        self.settings = settings
        input = Descriptor(settings.input)
        prompt = Self.wide("")
        configure()
    }

    deinit {
        el_end(editor)
        history_wend(history)
        streams.forEach { _ = fclose($0) }
        prompt.deallocate()
    }

    private static func streams(
        _ settings: LineEditor.Settings
    ) -> [UnsafeMutablePointer<FILE>]? {
        let wanted = [(settings.input, "r"), (settings.output, "w"), (settings.output, "w")]
        let streams = wanted.compactMap { fdopen(dup($0.0), $0.1) }
        return streams.count == wanted.count ? streams : nil
    }

    // MARK: One entry

    /// Shows the prompt and lets the learner type one line.
    func readLine(
        prompt text: StyledText, isCancelled: @escaping @Sendable () -> Bool
    ) -> Input {
        self.isCancelled = isCancelled
        wasInterrupted = false
        let rendered = text.renderPrompt(for: settings.profile, marker: Self.marker)
        prompt.deallocate()
        prompt = Self.wide(rendered)
        promptText = StyledText.shown(text.plain, settings.profile)
        settlePromptEnd(rendered)
        write(TerminalModes.markPastes)
        // libedit would do this after it has shown the prompt: keys typed in between would echo.
        _ = cle_prepare_terminal(editor, 1)
        var count: Int32 = 0
        let line = el_wgets(editor, &count)
        write(TerminalModes.leavePastes)
        guard let line, count > 0, !wasInterrupted else {
            return wasInterrupted ? .interrupted : .endOfInput
        }
        var text = Self.string(UnsafeBufferPointer(start: line, count: Int(count)))
        if text.hasSuffix("\n") { text.removeLast() }
        return .line(text)
    }

    /// An escape sequence at the prompt's end is followed by a space that the text did not have.
    private func settlePromptEnd(_ rendered: String) {
        if rendered.hasSuffix("\(Self.marker) "), !promptText.hasSuffix(" ") { promptText += " " }
    }

    /// Adds an entry to what the arrow keys find; false when it is the same as the one before.
    @discardableResult
    func remember(_ entry: String) -> Bool {
        guard entry != newest else { return false }
        newest = entry
        let text = Self.wide(entry)
        defer { text.deallocate() }
        return cle_history_enter(history, text) >= 0
    }

    // MARK: Set-up

    private func configure() {
        cle_set_client_data(editor, Unmanaged.passUnretained(self).toOpaque())
        if let type = settings.terminalType { _ = cle_set_terminal_type(editor, type) }
        _ = cle_set_signal_handling(editor, 0)
        _ = cle_set_editing_mode_flag(editor, "-isig")
        _ = cle_set_prompt(
            editor, { $0.map { EditSession.of($0).prompt } }, Int32(bitPattern: 1))
        _ = cle_set_reader(editor) { editor, result in
            guard let editor, let result else { return -1 }
            return EditSession.of(editor).read(into: result)
        }
        _ = cle_history_set_size(history, Int32(clamping: settings.history?.limit ?? 1_000))
        _ = cle_history_set_unique(history, 1)
        _ = cle_use_history(editor, history)
        bindKeys()
        for entry in settings.history?.load() ?? [] { remember(entry) }
    }

    static func of(_ editor: OpaquePointer) -> EditSession {
        // The client data is set before any callback can come, and the session ends the editor.
        Unmanaged.fromOpaque(cle_client_data(editor)).takeUnretainedValue()
    }

    // MARK: Reading

    /// libedit's read function: a character, 0 at the end of input.
    private func read(into result: UnsafeMutablePointer<wchar_t>) -> Int32 {
        guard let scalar = nextScalar() else { return 0 }
        result.pointee = wchar_t(bitPattern: scalar.value)
        return 1
    }

    /// Waits for a character and does meanwhile what others wish; nil at the end of input.
    func nextScalar() -> Unicode.Scalar? {
        let wake = output.wakePipe.readEnd
        while true {
            serve(output.wakePipe.drain())
            if isCancelled() {
                eraseLine()
                return nil
            }
            let ready = Descriptor.wait(
                for: [(input.number, Int16(POLLIN)), (wake, Int16(POLLIN))])
            guard ready.contains(input.number), !ready.contains(wake) else { continue }
            switch input.readByte() {
            case .byte(let byte):
                // A terminal leaves this for a Ctrl-D that nobody read, and libedit takes it for the
                // key that quotes the next one.
                if let scalar = decoder.take(byte), scalar.value != 0 { return scalar }
            case .end: return nil
            case .none: continue
            }
        }
    }

    private func serve(_ reasons: Set<WakePipe.Reason>) {
        guard !reasons.isEmpty else { return }
        if reasons.contains(.continued) { putAside {} }
        if output.isWanted { putAside { output.lend() } }
        let text = output.takePending()
        if reasons.contains(.resized) || !text.isEmpty {
            eraseLine()
            if reasons.contains(.resized) { el_resize(editor) }
            write(text.replacing("\n", with: "\r\n"))
            _ = cle_refresh(editor)
        }
    }

    /// Takes the line off the screen and sets the found modes while the body runs.
    func putAside(_ body: () -> Void) {
        eraseLine()
        write(TerminalModes.leavePastes)
        _ = cle_prepare_terminal(editor, 0)
        body()
        _ = cle_prepare_terminal(editor, 1)
        write(TerminalModes.markPastes)
        write(output.takePending().replacing("\n", with: "\r\n"))
        el_resize(editor)
        _ = cle_refresh(editor)
    }

    // MARK: The screen

    /// Clears from the prompt's first row on, by the window's width at this moment.
    func eraseLine() {
        let row = position(after: promptText + typed.before).row
        write("\r" + (row > 0 ? "\u{1B}[\(row)A" : "") + "\u{1B}[J")
    }

    /// Puts the cursor behind the last character typed, from wherever it is in the line.
    func moveToEnd() {
        let now = position(after: promptText + typed.before)
        let end = position(after: promptText + typed.before + typed.after)
        let down = end.row > now.row ? "\u{1B}[\(end.row - now.row)B" : ""
        write(down + "\r" + (end.column > 0 ? "\u{1B}[\(end.column)C" : ""))
    }

    func write(_ text: String) {
        fflush(streams[1])
        output.descriptor.writeAll(text)
    }

    private func position(after text: String) -> ScreenPosition {
        let width = TerminalProfile.columns(of: settings.output) ?? settings.profile.width
        return ScreenPosition(after: text, width: width)
    }

    /// What is typed, split at the cursor.
    var typed: (before: String, after: String) {
        guard let line = el_wline(editor)?.pointee, let start = line.buffer else { return ("", "") }
        let before = line.cursor - start
        let after = line.lastchar - line.cursor
        return (
            Self.string(UnsafeBufferPointer(start: start, count: before)),
            Self.string(UnsafeBufferPointer(start: line.cursor, count: after))
        )
    }

    // MARK: Wide strings

    static func string(_ characters: UnsafeBufferPointer<wchar_t>) -> String {
        var scalars = String.UnicodeScalarView()
        for character in characters {
            scalars.append(Unicode.Scalar(UInt32(bitPattern: character)) ?? "\u{FFFD}")
        }
        return String(scalars)
    }

    static func wide(_ text: String) -> UnsafeMutablePointer<wchar_t> {
        let characters = text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
        let copy = UnsafeMutablePointer<wchar_t>.allocate(capacity: characters.count)
        copy.initialize(from: characters, count: characters.count)
        return copy
    }
}
