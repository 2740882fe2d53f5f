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
