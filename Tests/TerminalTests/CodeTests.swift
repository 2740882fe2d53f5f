import Testing

@testable import Terminal

@Suite struct SyntaxHighlighterTests {
    /// Pieces that are hard on tokenizers, put together in every order of three.
    private static let pieces = [
        "\"", "'", "\"\"\"", "'''", "\\", "#", "//", "/*", "*/", "\n", "\r\n", "\t", "@",
        "f\"{x}\"",
        "def f", "1.5e-3", "0x1F", "- key: v", "+a", "--- a", "@@", "GET /x HTTP/1.1",
        "HTTP/1.1 404",
        "é", "日本", "\u{0}", "$ ls", ": ", "{", "}", " ", "e\u{301}", "\u{301}",
    ]

    @Test(arguments: CodeLanguage.allCases) func losesNoCharacter(language: CodeLanguage) {
        for first in Self.pieces {
            for second in Self.pieces {
                for third in Self.pieces {
                    let code = first + second + third
                    let result = SyntaxHighlighter.highlight(code, as: language).plain
                    // A difference in a hundred thousand inputs should name the input.
                    if Array(result.utf8) != Array(code.utf8) {
                        Issue.record("\(code.debugDescription) became \(result.debugDescription)")
                    }
                }
            }
        }
    }

    private func roles(_ code: String, _ language: CodeLanguage) -> [String: [Role]] {
        let spans = SyntaxHighlighter.highlight(code, as: language).spans
        return Dictionary(
            spans.map { ($0.text, $0.roles) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func marksPython() {
        let roles = roles("@app.get\nasync def tool(id): # why\n  return f\"a\" + 1.5", .python)
        #expect(roles["@app.get"] == [.name])
        #expect(roles["def"] == [.keyword])
        #expect(roles["tool"] == [.name])
        #expect(roles["# why"] == [.comment])
        #expect(roles["f\"a\""] == [.string])
        #expect(roles["1.5"] == [.number])
    }

    @Test func marksSwift() {
        let roles = roles("func tool() -> Int? { /* a\nb */ nil } // end", .swift)
        #expect(roles["func"] == [.keyword])
        #expect(roles["tool"] == [.name])
        #expect(roles["/* a\nb */"] == [.comment])
        #expect(roles["// end"] == [.comment])
        #expect(roles["nil"] == [.number])
    }

    @Test func tellsKeysFromStringsInJSON() {
        let roles = roles("{\"id\" : \"abc\", \"n\": -1.5e+3}", .json)
        #expect(roles["\"id\""] == [.name])
        #expect(roles["\"abc\""] == [.string])
        #expect(roles["1.5e+3"] == [.number])
    }

    @Test func marksATranscript() {
        let roles = roles(
            "GET /x HTTP/1.1\nhost: a\n\nHTTP/1.1 404 Not Found\n\n{\"a\": 1}", .http)
        #expect(roles["GET"] == [.keyword])
        #expect(roles["host"] == [.name])
        #expect(roles[" 404 Not Found"] == [.fail])
        #expect(roles["\"a\""] == [.name])
    }

    @Test func marksLinesOfADiffAndOfAShell() {
        #expect(roles("-a\n+b", .diff)["+b"] == [.added])
        #expect(roles("$ ls # all", .shell)["# all"] == [.comment])
        #expect(roles("id: path # c", .yaml)["id"] == [.name])
    }
}

@Suite struct JSONFormatterTests {
    @Test func keepsOrderAndSpelling() {
        let text = "{\"b\":1.50,\"a\":[1e2,\"\\u00e9\",null],\"c\":{}}"
        #expect(
            JSONFormatter.format(text).plain
                == "{ \"b\": 1.50, \"a\": [1e2, \"\\u00e9\", null], \"c\": {} }")
    }

    @Test func breaksWhatDoesNotFit() {
        let text = "{\"tools\": [{\"id\": 1, \"name\": \"saw\"}, {\"id\": 2, \"name\": \"file\"}]}"
        #expect(
            JSONFormatter.format(text, width: 34).plain == """
                {
                  "tools": [
                    { "id": 1, "name": "saw" },
                    { "id": 2, "name": "file" }
                  ]
                }
                """)
    }

    @Test(arguments: [
        "{\"a\": 1,}", "[1 2]", "nul", "01", "{a: 1}", "\"open", "", "[1] x", "'a'", "+1", "1.",
        "\"a\nb\"", "\"\\x\"", "<html>",
    ])
    func leavesWhatIsNotJSONAlone(text: String) {
        #expect(JSONFormatter.format(text) == StyledText(text))
    }

    @Test func leavesEndlessNestingAlone() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(JSONFormatter.format(deep).plain == deep)
    }

    @Test(arguments: ["1", "-0.5e+10", "\"a\"", " true ", "[]", "{}", "[ ]"])
    func acceptsEveryKindOfValue(text: String) {
        #expect(JSONFormatter.format(text).plain == text.filter { $0 != " " })
    }
}
