import Course
import Grading
import Testing

@testable import Tutor

@Suite struct RequestLineTests {
    private func parse(_ rest: String, method: String = "post") throws -> Request {
        try RequestLine.parse(method: method, rest: rest) { path in
            if path == "photo.png" { return [1, 2, 3] }
            throw RequestLine.Problem.unreadableFile(path, reason: "no such file")
        }
    }

    private func body(_ request: Request) -> String {
        String(decoding: request.body ?? [], as: UTF8.self)
    }

    @Test func fieldsMakeAJSONBody() throws {
        let request = try parse("/tools name=drill daily_fee:=2.5 tags:='[\"a\", 1]' open:=true")
        #expect(request.method == "POST")
        #expect(request.target == "/tools")
        #expect(
            JSON(parsing: body(request))
                == ["name": "drill", "daily_fee": .double(2.5), "tags": ["a", 1], "open": true])
        #expect(request.headers == [.init(name: "Content-Type", value: "application/json")])
    }

    @Test func queryItemsAreEncodedAndAdded() throws {
        let request = try parse("/tools?x=1 q=='a b&c' n==2", method: "get")
        #expect(request.target == "/tools?x=1&q=a+b%26c&n=2")
        #expect(request.body == nil)
    }

    @Test func whatNoTargetMayHoldIsEncoded() throws {
        #expect(try parse("'/tools/red drill'", method: "get").target == "/tools/red%20drill")
        #expect(try parse("/zange/für?q=ä", method: "get").target == "/zange/f%C3%BCr?q=%C3%A4")
        #expect(try parse("/a%20b/%2F", method: "get").target == "/a%20b/%2F")
    }

    @Test func headersAreSetReplacedAndRemoved() throws {
        let request = try parse("/ a=b X-Id:7 content-type:text/plain")
        #expect(
            request.headers == [
                .init(name: "X-Id", value: "7"), .init(name: "content-type", value: "text/plain"),
            ])
        #expect(try parse("/ a=b Content-Type:").headers.isEmpty)
    }

    @Test func theFirstSeparatorDecides() throws {
        #expect(body(try parse("/ url=http://x:1/?a==b")) == #"{"url": "http://x:1/?a==b"}"#)
        #expect(try parse("/ Referer:http://x/?a=b").headers[0].value == "http://x/?a=b")
    }

    @Test func formsAreURLEncoded() throws {
        let request = try parse("--form /login user='a b' pw=ü")
        #expect(body(request) == "user=a+b&pw=%C3%BC")
        #expect(request.headers[0].value == "application/x-www-form-urlencoded")
    }

    @Test func filesMakeAMultipartBody() throws {
        let request = try parse("/upload title=me pic@photo.png")
        #expect(request.headers[0].value.hasPrefix("multipart/form-data; boundary="))
        #expect(body(request).contains("name=\"pic\"; filename=\"photo.png\""))
    }

    @Test func aBodyCanBeWrittenAsItIs() throws {
        let request = try parse("/tools X-Id:1 {\"name\":\n  \"dr'ill\"}")
        #expect(body(request) == "{\"name\":\n  \"dr'ill\"}")
        #expect(request.headers.map(\.name) == ["Content-Type", "X-Id"])
    }

    @Test(arguments: [
        ("", RequestLine.Problem.noPath(method: "post")), ("tools", .pathWithoutSlash("tools")),
        ("/ n:=abc", .notJSON(item: "n", text: "abc")), ("/ what", .notAnItem("what")),
        ("/ a=b {}", .bodyAndFields),
        ("/ a@nope", .unreadableFile("nope", reason: "no such file")),
    ])
    func whatCannotBeReadIsExplained(rest: String, problem: RequestLine.Problem) {
        #expect(throws: problem) { try parse(rest) }
        #expect(!"\(problem)".isEmpty)
    }

    @Test func anOpenQuoteIsExplained() {
        #expect(throws: Words.OpenQuote(quote: "'")) { try parse("/ a='b") }
    }

    @Test(arguments: [
        "get /tools/7", "get /tools?tag=a&tag=b", "delete /tools/7 X-Id:abc",
        "post /tools name=drill", "post /tools fee:=2.5 'name=a drill' 'tags:=[\"a\", 1]'",
        "post /login --form 'pw=left & right' username=ada", "post /login", "put /x 'X-A:b c'",
        "post /login [1]", "post /tools 'a=x y' Content-Type:text/plain",
    ])
    func aRequestIsWrittenAsTheLineThatSendsIt(line: String) throws {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let request = try parse(words[1], method: words[0])
        #expect(RequestLine.text(for: request) == line)
    }

    @Test(arguments: ["not json", "null"])
    func whatTheGrammarCannotSayHasNoLine(body: String) {
        let type = RequestTemplate.Field(name: "Content-Type", value: "application/json")
        let request = Request(
            method: "POST", target: "/", headers: [type], body: Array(body.utf8))
        #expect(RequestLine.text(for: request) == nil)
    }
}
