import Course
import Grading
import Terminal
import Testing

@testable import Hosting
@testable import routelings

@Suite struct ShowTests {
    private static let expectations: [(JSON, String)] = [
        (422, "422"), ("drill", "\"drill\""), (["id": 7], "{\"id\": 7}"), ([1, 2], "[1, 2]"),
        (["oneOf": [400, 422]], "400 or 422"), (["exists": false], "nothing"),
        (["!=": 500], "anything but 500"), ([">=": 400], ">= 400"),
        (["startsWith": "text/"], "a text that starts with \"text/\""),
        (["isInteger": true], "a whole number"), (["isString": false], "not a text"),
        (["includes": "ada"], "\"ada\""), (["not": ["contains": "x"]], "not \"x\" in it"),
        ([[">=": 1], ["<": 9]], ">= 1 and < 9"), (["status": 200], "{\"status\": 200}"),
        (["anyOf": [["exists": false], ["isString": true]]], "nothing or a text"),
        (["tokens": ["includes": ["GET"]]], "a list with commas: [\"GET\"]"),
        ([["id": 1]], "[{\"id\": 1}]"),
        (["matches": "^a+$"], "a text that matches the pattern `^a+$`"),
        (["not": ["matches": ["pattern": "^a+$", "meaning": "only a's"]]], "not only a's"),
    ]

    @Test(arguments: expectations)
    func expectationsReadAsWords(expected: JSON, words: String) {
        #expect(ExpectationText.words(for: expected) == words)
    }

    private func finding(_ path: String, _ expected: JSON, _ actual: JSON?) throws -> Finding {
        let path = try #require(ObservationPath(path))
        return Finding(difference: Difference(path: path, expected: expected, actual: actual))
    }

    @Test func ofAnotherKindOfAnswerOnlyTheStatusIsTold() throws {
        let rest = [
            try finding("$.body.id", 7, nil), try finding("$.text", "", "<p>"),
            try finding("$.log", ["contains": "x"], ""),
        ]
        let refused = [try finding("$.status", ["oneOf": [200, 201]], 422)] + rest
        #expect(refused.telling.map(\.difference.path.description) == ["$.status", "$.log"])
        let made = [try finding("$.status", 201, 200)] + rest
        #expect(made.telling == made)
    }

    @Test func aLongListIsShownWhereItDiffers() throws {
        let difference = try finding("$.body", ["a", "b"], ["a", "c"]).difference
        #expect(difference.narrowed(to: 60) == difference)
        let element = difference.narrowed(to: 5)
        #expect(element == (try finding("$.body[1]", "b", "c").difference))
        let more = try finding("$.body", ["a"], ["a", "c"]).difference.narrowed(to: 5)
        #expect(more == (try finding("$.body[1]", ["exists": false], "c").difference))
    }

    @Test func aLongTextIsShownAroundWhatIsNotToBeInIt() throws {
        let text = "a long beginning, then the secret, then a long end"
        let whole = try finding("$.text", ["not": ["contains": "secret"]], .string(text))
        #expect(whole.difference.narrowed(to: 18).actual == "…the secret, th…")
        #expect(whole.difference.narrowed(to: 80).actual == .string(text))
    }

    @Test func ofALongLogTheNewestIsShown() {
        let lines = (1...150).map { LogLine(source: .stdout, text: "line \($0)") }
        let long = LogLine(source: .stdout, text: String(repeating: "x", count: 1_234))
        let exchanges = (1...120).map { number in
            Exchange(
                clientPort: number, ordinal: 1, method: "GET", target: "/\(number)",
                log: [LogLine(source: .stdout, text: "of \(number)")])
        }
        let record = HostRecord(exchanges: exchanges, log: lines + [long])
        let shown = LogView(file: "app.py").text(record, []).render(for: .pipe).split(
            separator: "\n")
        #expect(shown.prefix(2) == ["(51 lines before these)", "line 52"])
        #expect(shown[100] == "\(String(repeating: "x", count: 1_000))… (234 more characters)")
        #expect(shown[101...103] == ["(20 requests before these)", "GET /21", "  of 21"])
        #expect(shown.count == 302)
    }
}
