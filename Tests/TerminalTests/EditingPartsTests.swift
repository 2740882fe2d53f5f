import Testing

@testable import Terminal

@Suite struct EditingPartsTests {
    @Test func completesTheWordBeforeTheCursor() {
        let step = CompletionStep(
            line: "track fa more", cursor: 8, candidates: [Completion("fastapi")])
        #expect(step == .replace(removing: 2, with: "fastapi"))
    }

    @Test func aFolderGetsNoSpace() {
        let step = CompletionStep(
            line: "cd sr", cursor: 5, candidates: [Completion("src/", isFinal: false)])
        #expect(step == .replace(removing: 2, with: "src/"))
    }

    @Test func listsWhenNothingMoreIsShared() {
        let candidates = [Completion("get"), Completion("head")]
        #expect(CompletionStep(line: "", cursor: 0, candidates: candidates) == .list(candidates))
        #expect(CompletionStep(line: "x", cursor: 1, candidates: []) == .none)
    }

    @Test func listsInColumnsThatFit() {
        let names = ["back", "check", "compare", "curl", "diff", "docs"].map { Completion($0) }
        let listing = CompletionStep.listing(names, width: 30)
        #expect(listing.plain == "back     compare  diff\ncheck    curl     docs")
    }

    @Test(arguments: [
        ("abc", 10, 0, 3), ("abcdefghij", 10, 1, 0), ("abc\nd", 10, 1, 1), ("\u{3}", 10, 0, 2),
        ("123456789日", 10, 1, 2), ("a\tb", 20, 0, 9),
    ])
    func knowsWhereTheCursorStands(text: String, width: Int, row: Int, column: Int) {
        let position = ScreenPosition(after: text, width: width) { $0.value > 0x2E80 ? 2 : 1 }
        #expect(position.row == row)
        #expect(position.column == column)
    }

    @Test func decodesCharactersByteByByte() {
        var decoder = UTF8Decoder()
        let decoded = Array("aé日🙂".utf8).compactMap { decoder.take($0) }
        #expect(String(String.UnicodeScalarView(decoded)) == "aé日🙂")
    }

    @Test func malformedBytesDoNotStopTheDecoder() {
        var decoder = UTF8Decoder()
        let decoded = [0xFF, 0xC3, 0x41, 0x42].compactMap { decoder.take($0) }
        #expect(decoded == ["\u{FFFD}", "\u{FFFD}", "B"])
    }
}
