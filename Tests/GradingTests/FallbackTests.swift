import Course
import Testing

@testable import Grading

/// What is said where no rule of an exercise fits, from the outermost layer inwards.
@Suite struct FallbackTests {
    /// What was expected where, what was seen, and words that must be said.
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var expected: JSON
        var seen: JSON
        var words: String

        init(_ path: String, _ expected: JSON, _ seen: JSON, _ words: String) {
            self.path = path
            self.expected = expected
            self.seen = seen
            self.words = words
        }

        var testDescription: String { words }
    }

    static let cases = [
        Case(
            "$.status", 200,
            ["status": 500, "traceback": ["type": "KeyError", "message": "'id'"]],
            "raised KeyError: 'id'"),
        Case(
            "$.status", 200,
            ["status": 500, "traceback": ["type": "RuntimeError", "advice": "Set a key."]],
            "raised RuntimeError. Set a key."),
        Case(
            "$.body", [], ["status": 200, "log": "coroutine 'f' was never awaited"],
            "called without `await`"),
        Case(
            "$.status", 200, ["status": 404], "No route takes GET /tools. The app knows GET /known."
        ),
        Case(
            "$.body.id", 7, ["status": 404, "handler": ["function": "tool"]],
            "answered that there is no such thing"),
        Case(
            "$.status", 200, ["status": 405, "headers": ["allow": "PUT"]],
            "not for GET. It takes PUT."),
        Case(
            "$.status", 200, ["status": 308, "headers": ["location": "/tools/"]],
            "a redirect (308) to /tools/"),
        Case(
            "$.status", 201,
            [
                "status": 422,
                "body": ["detail": [["loc": ["body", "fee"], "msg": "Field required"]]],
            ],
            "refused by validation, at body.fee: Field required."),
        Case(
            "$.status", 201, ["status": 400, "body": ["error": "no fee."]],
            "refused (400): no fee."),
        Case(
            "$.status", 201,
            ["status": 422, "body": ["errors": [["field": "fee", "problem": "is a number."]]]],
            "refused (422), at fee: is a number."),
        Case(
            "$.status", 200,
            [
                "status": 500,
                "traceback": [
                    "type": "fastapi.exceptions.ResponseValidationError",
                    "message": "1 error: {'type': 'missing', 'loc': ('response', 'id')}",
                ],
            ],
            "`response_model`, at 'response', 'id', and"),
        Case(
            "$.status", 303,
            [
                "status": 500,
                "traceback": [
                    "type": "TypeError",
                    "message": "redirect() got an unexpected keyword argument 'status'",
                ],
            ],
            "`redirect()` was given an argument called `status`"),
        Case("$.status", 200, ["status": 401], "does not know who asks"),
        Case("$.status", 201, ["status": 415], "takes no body of the type text/plain here"),
        Case("$.status", 201, ["status": 200], "The status is 200; 201 was expected."),
        Case(
            "$.body.id", 7,
            ["status": 200, "text": "<p>", "headers": ["content-type": "text/html"]],
            "no JSON (text/html)"),
        Case("$.body.id", 7, ["status": 200, "text": ""], "has no body"),
        Case("$.body.id", 7, ["status": 200, "body": [:]], "`$.body.id` is missing"),
        Case(
            "$.body.id", 7, ["status": 200, "body": ["id": "7"]], "is the text \"7\"; the number"),
        Case("$.body.id", 7, ["status": 200, "body": ["id": [7]]], "is an array; a number"),
        Case("$.body", ["a": 1], ["status": 200, "body": "{\"a\": 1}"], "encoded twice"),
        Case("$.body", [1, 2], ["status": 200, "body": [1]], "has 1 elements; 2 were"),
        Case("$.text", "Hello", ["status": 200, "text": "hello"], "capitals only"),
        Case("$.text", "hello", ["status": 200, "text": "hello\n"], "blanks or line breaks only"),
        Case("$.text", "hello", ["status": 200, "text": "bye"], "not what the task asks for"),
        Case("$.held", true, ["status": 200, "held": false], "something held it up"),
        Case(
            "$.upstream.full", true, ["upstream": ["highWater": 1, "calls": 4, "full": false]],
            "Only 1 of 4 calls"),
        Case("$.statuses.201", 5, ["statuses": ["201": 9, "409": 1]], "9 × 201, 1 × 409"),
        Case("$.events[*].id", [1], ["status": 200, "events": []], "ends with an empty line"),
        Case("$.time.total", ["about": 300], ["time": ["total": 2_000]], "took 2000 ms; about 300"),
        Case(
            "$.contract.missing", [], ["contract": ["missing": ["GET /x"]]],
            "The document has GET /x"),
    ]

    @Test(arguments: [
        (Track.flask, "GET /tools/{id}", "Flask writes a placeholder as `<name>`"),
        (.fastapi, "GET /tools/<id>", "FastAPI writes a placeholder as `{name}`"),
        (.fastapi, "GET tools", "write `/tools`"),
        (.fastapi, "GET /tools/{ id }", "`/tools/{ id }` is taken literally, blanks too"),
    ])
    func aRouteThatNothingReachesIsNamed(track: Track, route: String, words: String) {
        let difference = Difference(path: .status, expected: 200, actual: 404)
        let text = Fallback(
            difference, observation: Observation(document: ["status": 404]), request: nil,
            routes: [route], track: track
        ).text
        #expect(text.contains(words), "\(text)")
    }

    @Test(arguments: cases)
    func saysTheLayer(of example: Case) throws {
        let path = try #require(ObservationPath(example.path))
        let difference = Difference(
            path: path, expected: example.expected, actual: path.value(in: example.seen))
        let request = Request(
            method: "GET", target: "/tools",
            headers: [.init(name: "Content-Type", value: "text/plain")])
        let text = Fallback(
            difference, observation: Observation(document: example.seen), request: request,
            routes: ["GET /known"], track: .flask
        ).text
        #expect(text.contains(example.words), "\(text)")
    }
}
