import Course
import Testing

@testable import Tutor

@Suite struct CommandTests {
    @Test(arguments: [
        ("next", CommandWord.next, ""), ("HINT", .hint, ""),
        ("ex path-params", .exercise, "path-params"),
        ("get /tools/7", .get, "/tools/7"), ("lessons", .lessons, ""), ("lesson 2", .lesson, "2"),
        ("q", .quit, ""), ("delete  /a ", .delete, "/a"),
    ])
    func findsCommands(line: String, word: CommandWord, rest: String) {
        #expect(CommandTable.command(in: line) == .found(word, rest: rest))
    }

    @Test func aPrefixThatSeveralShareIsAmbiguous() {
        #expect(CommandTable.command(in: "pa") == .found(.patch, rest: ""))
        guard case .ambiguous("l", let fits) = CommandTable.command(in: "l") else {
            Issue.record("expected an ambiguous prefix")
            return
        }
        #expect(Set(fits) == [.lessons, .lesson, .log])
    }

    @Test func aMisspeltCommandGetsASuggestion() {
        #expect(CommandTable.command(in: "hnit") == .unknown("hnit", near: .hint))
        #expect(CommandTable.command(in: "xyzzy") == .unknown("xyzzy", near: nil))
    }

    @Test func everyCommandIsInTheOverview() {
        for word in CommandWord.allCases {
            #expect(CommandTable.overview.contains("`\(word.rawValue)"))
        }
    }

    @Test(arguments: [
        ("post /t {\"a\": 1", true), ("post /t {\"a\": 1}", false),
        ("post /t {\"a\": \"{\"}", false),
        ("post /t {\"a\": 1\n", false), ("post /t a=b", false), ("get /t [", true), ("hint", false),
    ])
    func bodiesGoOnUntilTheirBracketsMatch(text: String, isOpen: Bool) {
        #expect(Entry.isOpen(text, inScratch: false) == isOpen)
    }

    @Test(arguments: [
        ("@app.get('/')", true), ("@app.get('/')\ndef f():\n    return 1", true),
        ("@app.get('/')\ndef f():\n    return 1\n", false), ("import json", false),
        ("tools = {", true), ("tools = {}", false), ("get /", false),
    ])
    func scratchFunctionsGoOnToAnEmptyLine(text: String, isOpen: Bool) {
        #expect(Entry.isOpen(text, inScratch: true) == isOpen)
    }

    @Test func completesCommandsExercisesPathsAndFiles() {
        let completion = LineCompletion(
            exercises: [.init(word: "hello-text"), .init(word: "hello-json")],
            paths: [
                .init(word: "/tools", explanation: "GET POST"),
                .init(word: "/ping", explanation: "GET"),
            ])
        func words(_ line: String) -> [String] {
            completion.candidates(for: line) { $0 == "img/" ? ["a.png", "b.png"] : ["img/"] }
                .map(\.word)
        }
        #expect(words("les") == ["lessons", "lesson"])
        #expect(words("exercise hello-j") == ["hello-json"])
        #expect(words("get /") == ["/tools", "/ping"])
        #expect(words("post ") == ["/tools"])
        #expect(words("post /tools pic@i") == ["pic@img/"])
        #expect(words("post /tools pic@img/a") == ["pic@img/a.png"])
        #expect(words("track f") == ["flask", "fastapi"])
        #expect(words("hint ").isEmpty)
    }
}
