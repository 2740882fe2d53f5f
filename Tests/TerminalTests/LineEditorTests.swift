import Foundation
import Testing

@testable import Terminal

/// The editor on a real pseudo-terminal; every wait is for something to appear.
@Suite(.serialized, .timeLimit(.minutes(3))) struct LineEditorTests {
    private func editor(
        on terminal: PseudoTerminal, history: HistoryFile? = nil,
        stopProcess: @escaping @Sendable () -> Void = {},
        completion: @escaping Completer = { _, _ in [] }
    ) throws -> LineEditor {
        try #require(
            LineEditor(
                settings: .init(
                    profile: TerminalProfile(
                        isInteractive: true, colour: true, movesCursor: true),
                    input: terminal.slave, output: terminal.slave, history: history,
                    completion: completion, terminalType: "xterm", readsUserSettings: false,
                    handlesSignals: false, stopProcess: stopProcess)))
    }

    private let prompt = StyledText("demo ›", .prompt) + " "

    @Test func readsWhatIsTypedUpToEnter() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("get /tools/7\r")
        #expect(await input == .line("get /tools/7"))
        try await terminal.wait(forRow: "demo › get /tools/7")
    }

    @Test func readsSeveralEntriesInARow() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        for text in ["one", "two", "three"] {
            async let input = editor.readLine(prompt: "\(text)? ")
            try await terminal.wait(forRow: "\(text)?")
            terminal.type(text + "\r")
            #expect(await input == .line(text))
        }
    }

    @Test func backspaceRemovesAWholeCharacterOfSeveralBytes() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("café 道具é")
        try await terminal.wait(forRow: "demo › café 道具é")
        terminal.type("\u{7F}\u{7F}")
        try await terminal.wait(forRow: "demo › café 道")
        terminal.type("\r")
        #expect(await input == .line("café 道"))
    }

    @Test func ctrlCDropsTheLine() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("half a li")
        try await terminal.wait(forRow: "demo › half a li")
        terminal.type("\u{3}")
        #expect(await input == .interrupted)
        try await terminal.wait(forRow: "demo › half a li^C")
        async let next = editor.readLine(prompt: "again ")
        try await terminal.wait(forRow: "again")
        terminal.type("ok\r")
        #expect(await next == .line("ok"))
    }

    @Test func ctrlDOnAnEmptyLineIsTheEnd() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("\u{4}")
        #expect(await input == .endOfInput)
        editor.printAbove("bye")
        try await terminal.wait(forRows: ["demo ›", "bye"])
    }

    @Test func ctrlDInsideALineDeletesTheCharacterAtTheCursor() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("abc\u{1}\u{4}")
        try await terminal.wait(forRow: "demo › bc")
        terminal.type("\r")
        #expect(await input == .line("bc"))
    }

    @Test func aUniqueCompletionIsInsertedWithASpace() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(
            on: terminal,
            completion: { line, cursor in
                #expect(line.prefix(cursor) == "exercise path-p")
                return [Completion("path-params")]
            })
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("exercise path-p\t")
        try await terminal.wait(forRow: "demo › exercise path-params")
        terminal.type("x\r")
        #expect(await input == .line("exercise path-params x"))
    }

    @Test func severalCompletionsInsertWhatTheyShareThenAreListed() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(
            on: terminal,
            completion: { _, _ in
                [
                    Completion("lesson", description: "Open a lesson"),
                    Completion("lessons", description: "List all of them"),
                ]
            })
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("le\t")
        try await terminal.wait(forRow: "demo › lesson")
        terminal.type("\t")
        try await terminal.wait(forRows: [
            "lesson   Open a lesson", "lessons  List all of them", "demo › lesson",
        ])
        terminal.type(" 2\r")
        #expect(await input == .line("lesson 2"))
    }

    @Test func theUpArrowBringsBackEntriesOfAnEarlierSession() async throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path("history"))
        for (typed, expected) in [("first\r", "first"), ("\u{1B}[A", "first")] {
            let terminal = try PseudoTerminal()
            let editor = try editor(on: terminal, history: history)
            async let input = editor.readLine(prompt: prompt)
            try await terminal.wait(forRow: "demo ›")
            terminal.type(typed)
            try await terminal.wait(forRow: "demo › \(expected)")
            if !typed.hasSuffix("\r") { terminal.type("\r") }
            #expect(await input == .line(expected))
        }
        #expect(history.load() == ["first"])
    }

    @Test func ctrlRFindsAnEntryByAPartOfIt() async throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path("history"))
        for entry in ["get /tools/7", "check", "hint"] { try history.append(entry) }
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal, history: history)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("\u{12}tool")
        try await terminal.wait(forRow: "demo › get /tools/7")
        terminal.type("\r")
        #expect(await input == .line("get /tools/7"))
    }

    @Test func textPrintedMeanwhileLeavesTheLineIntact() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("get /to\u{1B}[D")
        try await terminal.wait(forRows: ["demo › get /to"], cursorAt: 13)
        editor.printAbove("app.py saved\n\("✓", .pass) routing")
        try await terminal.wait(
            forRows: ["app.py saved", "✓ routing", "demo › get /to"], cursorAt: 13)
        terminal.type("X\r")
        #expect(await input == .line("get /tXo"))
    }

    @Test func textPrintedMeanwhileLeavesALineOfSeveralRowsIntact() async throws {
        let terminal = try PseudoTerminal(columns: 24)
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("abcdefghijklmnopqrstuvwxyz 道具 0123456789")
        let typed = ["demo › abcdefghijklmnopq", "rstuvwxyz 道具 012345678", "9"]
        try await terminal.wait(forRows: typed, cursorAt: 1)
        editor.printAbove("above")
        try await terminal.wait(forRows: ["above"] + typed, cursorAt: 1)
        terminal.type("\r")
        #expect(await input == .line("abcdefghijklmnopqrstuvwxyz 道具 0123456789"))
    }

    @Test func manyThreadsPrintWhileALineIsTyped() async throws {
        let terminal = try PseudoTerminal(rows: 60)
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { editor.printAbove("note \(number).") }
                if number % 4 == 0 { terminal.type("x") }
            }
        }
        let screen = try await terminal.wait(for: "all notes and ten letters") { screen in
            screen.rows.filter { $0.hasPrefix("note") }.count == 40
                && screen.rows.contains("demo › xxxxxxxxxx")
        }
        #expect(Set(screen.rows.filter { !$0.isEmpty }).count == 41)
        terminal.type("\r")
        #expect(await input == .line("xxxxxxxxxx"))
    }

    @Test func textIsPrintedAtOnceWhenNobodyTypes() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        editor.printAbove("hello")
        try await terminal.wait(forRows: ["hello"])
    }

    @Test func severalLinesMakeOneEntryAndOneLineOfHistory() async throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path("history"))
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal, history: history)
        async let input = editor.readLine(prompt: prompt) { $0.hasSuffix(":") ? "  ... " : nil }
        try await terminal.wait(forRow: "demo ›")
        terminal.type("def tools():\r")
        try await terminal.wait(forRow: "  ...")
        terminal.type("\treturn 1\r")
        #expect(await input == .line("def tools():\n    return 1"))
        #expect(history.load() == ["def tools():\n    return 1"])
        async let again = editor.readLine(prompt: "again ")
        try await terminal.wait(forRow: "again")
        terminal.type("\u{1B}[A")
        try await terminal.wait(forRow: "again def tools():")
        editor.printAbove("above")
        try await terminal.wait(forRows: [
            "demo › def tools():", "  ...     return 1", "above", "again def tools():",
            "    return 1",
        ])
        terminal.type("\r")
        #expect(await again == .line("def tools():\n    return 1"))
    }

    @Test func ctrlCInALaterLineDropsTheWholeEntry() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt) { _ in "... " }
        try await terminal.wait(forRow: "demo ›")
        terminal.type("one\r")
        try await terminal.wait(forRow: "...")
        terminal.type("two\u{3}")
        #expect(await input == .interrupted)
    }

    @Test func pastedLinesStayOneEntry() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("\u{1B}[200~def f():\r\treturn 1\r\u{1B}[201~")
        try await terminal.wait(forRows: ["demo › def f():", "    return 1"])
        terminal.type("\r")
        #expect(await input == .line("def f():\n    return 1"))
    }

    @Test(arguments: [20, 31, 90]) func aResizeLeavesTheLineIntact(columns: Int) async throws {
        let terminal = try PseudoTerminal(columns: 40)
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        let text = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghij"
        terminal.type(text)
        try await terminal.wait(for: text) { $0.text == Self.broken("demo › " + text, 40) }
        await terminal.resize(columns: columns)
        editor.windowDidResize()
        editor.printAbove("resized")
        try await terminal.wait(for: text) {
            $0.text == "resized\n" + Self.broken("demo › " + text, columns)
        }
        terminal.type("!\r")
        #expect(await input == .line(text + "!"))
    }

    private static func broken(_ text: String, _ columns: Int) -> String {
        StyledText(text).hardWrapped(to: columns).plain
    }

    @Test func whatIsTypedAheadIsShownByTheLineThatTakesIt() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let first = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("one\r")
        #expect(await first == .line("one"))
        terminal.type("two\n")
        _ = Descriptor.wait(for: [(terminal.slave, Int16(POLLIN))])
        editor.printAbove("done")
        async let second = editor.readLine(prompt: prompt)
        try await terminal.wait(forRows: ["demo › one", "done", "demo › two"])
        #expect(await second == .line("two"))
        let echoes = await editor.suspend { terminal.echoes }
        #expect(echoes)
    }

    @Test func aCtrlDThatNobodyReadChangesNoKey() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let first = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("one\r")
        #expect(await first == .line("one"))
        terminal.type("\u{4}")
        // Until the terminal has taken it for the end of a line.
        _ = Descriptor.wait(for: [(terminal.slave, Int16(POLLIN))])
        async let second = editor.readLine(prompt: prompt)
        try await terminal.wait(forRows: ["demo › one", "demo ›"])
        terminal.type("\u{1}wo\u{1}t\r")
        #expect(await second == .line("two"))
    }

    @Test func aLentTerminalHoldsBackTextAndComesBackWithTheLine() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("half")
        try await terminal.wait(forRow: "demo › half")
        let isCanonical = await editor.suspend {
            editor.printAbove("later")
            return terminal.isCanonical
        }
        #expect(isCanonical)
        try await terminal.wait(forRows: ["later", "demo › half"])
        terminal.type(" done\r")
        #expect(await input == .line("half done"))
        #expect(terminal.isCanonical)
    }

    @Test func ctrlZGivesTheTerminalBackWhileStopped() async throws {
        let terminal = try PseudoTerminal()
        let wasCanonical = Flag()
        let editor = try editor(
            on: terminal, stopProcess: { wasCanonical.set(terminal.isCanonical) })
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        terminal.type("half")
        try await terminal.wait(forRow: "demo › half")
        terminal.type("\u{1A}")
        terminal.type(" more")
        try await terminal.wait(forRows: ["demo › half more"])
        #expect(wasCanonical.value)
        terminal.type("\r")
        #expect(await input == .line("half more"))
    }

    @Test func aWindowSignalReachesTheEditorInUse() throws {
        let pipe = try #require(WakePipe())
        SignalWake.attach(pipe)
        defer { SignalWake.detach(pipe) }
        kill(getpid(), SIGWINCH)
        _ = Descriptor.wait(for: [(pipe.readEnd, Int16(POLLIN))])
        #expect(pipe.drain() == [.resized])
    }

    @Test func aCancelledTaskEndsTheReading() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        let task = Task { await editor.readLine(prompt: "demo ") }
        try await terminal.wait(forRow: "demo")
        task.cancel()
        #expect(await task.value == .endOfInput)
        #expect(terminal.isCanonical)
    }

    @Test func theModesAreRestoredInTheMiddleOfALine() async throws {
        let terminal = try PseudoTerminal()
        let editor = try editor(on: terminal)
        async let input = editor.readLine(prompt: prompt)
        try await terminal.wait(forRow: "demo ›")
        #expect(!terminal.isCanonical)
        editor.restoreTerminal()
        #expect(terminal.isCanonical)
        terminal.type("\n")
        _ = await input
    }
}
