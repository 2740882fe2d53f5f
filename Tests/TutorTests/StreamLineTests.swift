import Course
import Grading
import Testing

@testable import Tutor

@Suite struct StreamLineTests {
    @Test func aWebSocketTakesHeadersAndQuery() throws {
        let request = try RequestLine.webSocket("/room user==ada Sec-WebSocket-Protocol:chat")
        #expect(request.method == "GET")
        #expect(request.target == "/room?user=ada")
        #expect(request.headers.map(\.name) == ["Sec-WebSocket-Protocol"])
        #expect(throws: RequestLine.Problem.bodyOfAWebSocket) {
            try RequestLine.webSocket("/room name=ada")
        }
        #expect(throws: RequestLine.Problem.noPath(method: "ws")) { try RequestLine.webSocket("") }
    }

    @Test(arguments: [("/ticks", nil as Int?), ("3 /ticks", 3)])
    func eventsMayBeCounted(line: String, count: Int?) throws {
        let found = try RequestLine.events(line, readFile: { _ in [] })
        #expect(found.0.target == "/ticks")
        #expect(found.count == count)
    }

    @Test(arguments: ["0 /ticks", "-3 /ticks"])
    func noEventsAreNoNumberOfEvents(line: String) {
        let word = String(line.prefix { $0 != " " })
        #expect(throws: RequestLine.Problem.noEvents(word)) {
            try RequestLine.events(line, readFile: { _ in [] })
        }
    }

    @Test func whatLacksAPathIsNamedAsItWasTyped() {
        #expect(throws: RequestLine.Problem.noPath(method: "sse")) {
            try RequestLine.events("", readFile: { _ in [] })
        }
        #expect(throws: RequestLine.Problem.noPath(method: "sse 2")) {
            try RequestLine.events("2", readFile: { _ in [] })
        }
        #expect(throws: RequestLine.Problem.noPath(method: "burst 3 get")) {
            try RequestLine.burst("3", readFile: { _ in [] })
        }
        #expect(throws: RequestLine.Problem.noPath(method: "burst 3 post")) {
            try RequestLine.burst("3 POST", readFile: { _ in [] })
        }
    }

    @Test(arguments: [
        ("", "`burst` needs a number first, from 1 to 200: burst 20 get /tools"),
        ("0", "`burst` needs a number first, from 1 to 200, and has `0`: burst 20 get /tools"),
    ])
    func aMissingNumberIsAskedFor(word: String, text: String) {
        #expect(RequestLine.Problem.noCount(word).description == text)
    }

    @Test func ofAWholeAddressThePathIsAskedFor() {
        let problem = RequestLine.Problem.pathWithoutSlash("http://localhost:8000/a?b=c")
        #expect(problem.description.hasSuffix("your app is asked by its path: /a?b=c"))
        let bare = RequestLine.Problem.pathWithoutSlash("https://localhost")
        #expect(bare.description.hasSuffix("by its path: /"))
    }

    @Test(arguments: [
        ("20 get /a", "GET", "/a"), ("3 POST /a x=1", "POST", "/a"), ("1 /a b==c", "GET", "/a?b=c"),
    ])
    func aBurstHasANumberAndARequest(line: String, method: String, target: String) throws {
        let (request, count) = try RequestLine.burst(line, readFile: { _ in [] })
        #expect(request.method == method && request.target == target)
        #expect(count == Int(line.prefix { $0 != " " }))
    }

    @Test func aBurstWithoutANumberSaysHow() {
        for line in ["get /a", "0 /a", ""] {
            #expect(throws: RequestLine.Problem.self) {
                try RequestLine.burst(line, readFile: { _ in [] })
            }
        }
        #expect(throws: RequestLine.Problem.tooMany(201, limit: 200)) {
            try RequestLine.burst("201 /a", readFile: { _ in [] })
        }
    }

    @Test func pathsAreCompletedWhereTheyStand() {
        let completion = LineCompletion(paths: [
            .init(word: "/tools", explanation: "GET POST"), .init(word: "/room", explanation: ""),
            .init(word: "/make", explanation: "POST"),
        ])
        func words(_ line: String) -> [String] {
            completion.candidates(for: line, files: { _ in [] }).map(\.word)
        }
        #expect(words("ws /") == ["/room"])
        #expect(words("sse /") == ["/tools"])
        #expect(words("sse 3 /") == ["/tools"])
        #expect(words("burst 3 po") == ["post"])
        #expect(words("burst 3 post /") == ["/tools", "/make"])
    }
}
