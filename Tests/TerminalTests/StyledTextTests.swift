import Testing

@testable import Terminal

@Suite struct StyledTextTests {
    private let colour = TerminalProfile(colour: true)

    @Test func plainRenderingHasNoEscapes() {
        let everything = Role.allCases.map { StyledText("x", $0) }.joined(separator: " ")
        #expect(!everything.render(for: .pipe).contains("\u{1B}"))
        #expect(everything.render(for: .pipe) == everything.plain)
    }

    @Test func colourEndsWithEachLine() {
        let text = StyledText("a\nb", .fail)
        #expect(
            text.render(for: colour) == "\u{1B}[1;31ma\u{1B}[0m\n\u{1B}[1;31mb\u{1B}[0m")
    }

    @Test func everyRoleHasALookOfItsOwnToTurnOn() {
        #expect(Role.allCases.allSatisfy { !$0.graphicRendition.isEmpty })
    }

    @Test func interpolationKeepsRolesAndNestsThem() {
        let inner = StyledText("b", .code)
        let text: StyledText = "a\(inner, .strong)\(3, .number)"
        #expect(text.plain == "ab3")
        #expect(text.spans.map(\.roles) == [[], [.strong, .code], [.number]])
    }

    @Test func aProgramsEscapesCannotDriveTheTerminal() {
        let hostile = StyledText("a\u{1B}[2J\u{7}\u{9B}b\u{7F}\u{202E}\r\n")
        #expect(hostile.render(for: colour) == "a^[[2J^G^!b^?\u{FFFD}^M\n")
    }

    @Test func signsBecomeASCIIWithoutUnicode() {
        let ascii = TerminalProfile(unicode: false)
        #expect(Bar(5, of: 10).text(cells: 10).render(for: ascii) == "#####----- 5/10")
        #expect(StyledText("✓ ✗ ─ › …").render(for: ascii) == "+ x - > ...")
    }

    @Test(arguments: [
        ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👍🏽", 2), ("🇫🇷", 2), ("👩‍👩‍👧", 2), ("❤️", 2),
        ("\u{1B}", 2), ("ｶ", 1), ("", 0), ("é", 1), ("─", 1),
    ])
    func measuresColumns(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test(arguments: [
        ("the quick brown fox", 10, "the quick\nbrown fox"),
        ("abcdefghijkl", 5, "abcde\nfghij\nkl"),
        ("日本語です", 5, "日本\n語で\nす"),
        ("one\ntwo three", 5, "one\ntwo\nthree"), ("", 5, ""),
        ("a  b", 3, "a\nb"), ("ab cd", 5, "ab cd"),
    ])
    func wrapsAtSpaces(text: String, width: Int, expected: String) {
        #expect(StyledText(text).wrapped(to: width).plain == expected)
    }

    @Test func wrappingKeepsRolesAndIndents() {
        let text = StyledText("aaa ", .pass) + StyledText("bbb", .fail)
        let wrapped = text.wrapped(to: 5, indent: "- ")
        #expect(wrapped.plain == "- aaa\n  bbb")
        #expect(wrapped.spans.map(\.roles).contains([.fail]))
    }

    @Test(arguments: 1...30) func nothingIsWiderThanAskedFor(width: Int) {
        let text = StyledText("A sentence, 日本語のテキスト, and averyverylongwordindeed e\u{301}.")
        let narrowest = max(width, 2)
        #expect(text.wrapped(to: narrowest).width <= narrowest)
        #expect(text.hardWrapped(to: narrowest).width <= narrowest)
        let letters = { (text: StyledText) in text.plain.filter { !$0.isWhitespace } }
        #expect(letters(text.wrapped(to: narrowest)) == letters(text))
    }

    @Test func padsByDisplayedColumns() {
        #expect(StyledText("日").padded(to: 4).plain == "日  ")
        #expect(StyledText("ab").padded(to: 5, .centre).plain == " ab  ")
        #expect(StyledText("ab").padded(to: 5, .trailing).plain == "   ab")
        #expect(StyledText("abcdef").truncated(to: 4).plain == "abc…")
    }

    @Test func aPromptsEscapesStandBetweenMarkersAndBeforeACharacter() {
        let prompt = StyledText("app", .accent) + StyledText("›", .prompt)
        let rendered = prompt.renderPrompt(for: colour, marker: "|")
        #expect(rendered == "|\u{1B}[1;36m|app|\u{1B}[0m\u{1B}[1m|›|\u{1B}[0m| ")
    }
}

@Suite struct LayoutTests {
    @Test func alignsColumnsAndRulesTheHeader() {
        var table = Table(columns: [.init("id"), .init("points", alignment: .trailing)])
        table.append(["path-params", "2"])
        table.append(["日本", "10"])
        #expect(
            table.layout(width: 40).plain == """
                id           points
                ───────────  ──────
                path-params       2
                日本             10
                """)
    }

    @Test(arguments: [20, 30, 60]) func shrinksToTheWidth(width: Int) {
        var table = Table(columns: [.init(canWrap: false), .init(), .init()])
        table.append(["name", "a rather long description of it", "and one more column here"])
        #expect(table.layout(width: width).width <= width)
    }

    @Test(arguments: [
        (0, 42, "░░░░░ 0/42"), (1, 42, "█░░░░ 1/42"), (41, 42, "████░ 41/42"),
        (42, 42, "█████ 42/42"), (0, 0, "░░░░░ 0/0"), (9, 4, "█████ 9/4"),
    ])
    func barsAreFullOnlyWhenAllIsDone(value: Int, total: Int, expected: String) {
        #expect(Bar(value, of: total).text(cells: 5).plain == expected)
    }
}

@Suite struct TerminalProfileTests {
    @Test(arguments: [
        (["LANG": "en_US.UTF-8"], true), (["LANG": "de_DE.utf8"], true), (["LANG": "C"], false),
        ([:], false), (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false),
        (["LC_ALL": "", "LC_CTYPE": "UTF-8"], true),
    ])
    func theLocaleDecidesAboutUnicode(environment: [String: String], unicode: Bool) {
        #expect(TerminalProfile(environment: environment, input: -1, output: -1).unicode == unicode)
    }

    @Test func aPipeHasNeitherColourNorCursor() {
        let profile = TerminalProfile(environment: ["TERM": "xterm"], input: -1, output: -1)
        #expect(!profile.colour && !profile.movesCursor && !profile.isInteractive)
        #expect(profile.width == 80)
    }

    @Test(arguments: [
        (["TERM": "xterm"], false, true, true),
        (["TERM": "xterm", "NO_COLOR": "1"], false, false, true),
        (["TERM": "xterm", "NO_COLOR": ""], false, true, true),
        (["TERM": "dumb"], false, false, false), ([:], false, false, false),
        (["TERM": "xterm"], true, false, false),
    ])
    func aTerminalMayDoWhatItsEnvironmentAllows(
        environment: [String: String], plain: Bool, colour: Bool, movesCursor: Bool
    ) throws {
        let terminal = try PseudoTerminal(columns: 66)
        let profile = TerminalProfile(
            environment: environment, input: terminal.slave, output: terminal.slave, plain: plain)
        #expect(profile.colour == colour)
        #expect(profile.movesCursor == movesCursor)
        #expect(profile.isInteractive)
        #expect(profile.width == 66)
    }

    @Test func theWidthFollowsTheWindow() async throws {
        let terminal = try PseudoTerminal(columns: 66)
        let profile = TerminalProfile(environment: [:], input: -1, output: terminal.slave)
        await terminal.resize(columns: 100)
        #expect(profile.measured(output: terminal.slave).width == 100)
        await terminal.resize(columns: 5)
        #expect(profile.measured(output: terminal.slave).width == 20)
    }
}
