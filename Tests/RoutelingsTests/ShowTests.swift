import Course
import Grading
import Testing

@Suite struct ShowTests {
    private static let expectations: [(JSON, String)] = [
        (422, "422"), ("drill", "\"drill\""), (["id": 7], "{\"id\": 7}"), ([1, 2], "[1, 2]"),
        (["oneOf": [400, 422]], "400 or 422"), (["exists": false], "nothing"),
        (["!=": 500], "anything but 500"), ([">=": 400], ">= 400"),
        (["startsWith": "text/"], "a text that starts with \"text/\""),
        (["isInteger": true], "a whole number"), (["isString": false], "not a text"),
        (["includes": "ada"], "\"ada\""), (["not": ["contains": "x"]], "not \"x\" in it"),
        ([[">=": 1], ["<": 9]], ">= 1 and < 9"), (["status": 200], "{\"status\": 200}"),
        (["matches": "^a+$"], "a text that matches the pattern `^a+$`"),
    ]

    @Test(arguments: expectations)
    func expectationsReadAsWords(expected: JSON, words: String) {
        #expect(ExpectationText.words(for: expected) == words)
    }
}
