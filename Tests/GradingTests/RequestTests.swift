import Course
import Testing

@testable import Grading

@Suite struct RequestTests {
    @Test func bodiesBringTheirContentType() {
        let json = Request(RequestTemplate(method: "POST", target: "/", body: .json(["a": 1])))
        #expect(json.headers == [.init(name: "Content-Type", value: "application/json")])
        #expect(json.body == Array(#"{"a": 1}"#.utf8))
        let form = Request(
            RequestTemplate(
                method: "POST", target: "/", body: .form([.init(name: "a b", value: "ü&")])))
        #expect(form.body == Array("a+b=%C3%BC%26".utf8))
    }

    @Test func aNamedContentTypeStays() {
        let template = RequestTemplate(
            method: "POST", target: "/", headers: [.init(name: "content-type", value: "text/x")],
            body: .text("hi"))
        #expect(Request(template).headers.map(\.value) == ["text/x"])
    }

    @Test(arguments: [
        (Request(method: "GET", target: "/a"), "curl -i http://h/a"),
        (Request(method: "GET", target: "/a?b=1&c"), "curl -i 'http://h/a?b=1&c'"),
        (Request(method: "HEAD", target: "/"), "curl -i -I http://h/"),
        (Request(method: "DELETE", target: "/a"), "curl -i -X DELETE http://h/a"),
        (
            Request(
                method: "POST", target: "/", headers: [.init(name: "X", value: "it's")],
                body: Array("{}".utf8)),
            #"curl -i -H 'X: it'\''s' --data-raw '{}' http://h/"#
        ),
    ])
    func isWrittenAsACurlLine(request: Request, line: String) {
        #expect(request.curl(base: "http://h") == line)
    }
}
