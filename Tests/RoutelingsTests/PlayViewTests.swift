import Course
import Grading
import Terminal
import Testing

@testable import Hosting
@testable import routelings

/// What free play shows of answers, bursts, traces and logs.
@Suite struct PlayViewTests {
    private func shown(_ text: StyledText) -> String { text.render(for: .pipe) }

    private func answer(_ body: String, type: String = "text/plain", whole: Bool = true) -> Answer {
        var answer = Answer(
            status: 200, reason: "OK", headers: [.init(name: "Content-Type", value: type)],
            body: Array(body.utf8), clientPort: 1, duration: .zero)
        answer.isComplete = whole
        return answer
    }

    private func exchange(
        _ target: String, left: Int? = nil, outcome: Exchange.Outcome = .answered
    ) -> Exchange {
        var exchange = Exchange(clientPort: 1, ordinal: 1, method: "GET", target: target)
        (exchange.entered, exchange.left, exchange.outcome) = (left.map { $0 - 1 }, left, outcome)
        if left != nil {
            exchange.trace = Trace(
                interface: "asgi", began: 0, entered: 0, left: 0.01, given: [["type", "http"]],
                events: [])
        }
        return exchange
    }

    @Test func anAnswerThatBrokeOffIsNotShownAsAWholeOne() {
        let broken = AnswerView(answer: answer("first\n", whole: false), profile: .pipe).text
        #expect(shown(broken).hasSuffix("first\n\nThe answer broke off here. `log` may say why."))
        let whole = AnswerView(answer: answer("first\n"), profile: .pipe).text
        #expect(!shown(whole).contains("broke off"))
    }

    @Test func aLongAnswerSaysHowMuchIsLeftOut() {
        let long = AnswerView(
            answer: answer(String(repeating: "x", count: 20_500)), profile: .pipe
        ).text
        #expect(shown(long).hasSuffix("xxx\n… (500 more characters)"))
    }

    @Test func aLongJSONAnswerIsLaidOutBeforeItIsCut() {
        let items = Array(repeating: #"{"name": "drill"}"#, count: 2_000).joined(separator: ",")
        let view = AnswerView(
            answer: answer("[\(items)]", type: "application/json"), profile: .pipe)
        let lines = shown(view.text).split(separator: "\n")
        #expect(lines.contains(#"  { "name": "drill" },"#))
        #expect(lines.last?.hasPrefix("… (") == true)
    }

    @Test func whoDoesNotComeBackIsNotCountedAsNobody() {
        let burst = Burst(
            answers: [answer("a"), nil, nil], exchanges: [exchange("/", left: 2)], duration: .zero)
        let text = shown(BurstView(profile: .pipe).text(burst)).replacing("\n", with: " ")
        #expect(
            text.hasSuffix(
                "2 did not come back from the app · of the others at most 1 inside at once"),
            "\(text)")
        var timedOut = answer("The app did not answer within 10.0 seconds.")
        timedOut.status = 504
        let stuck = Burst(answers: [timedOut, timedOut], exchanges: [], duration: .zero)
        let lines = shown(BurstView(profile: .pipe).text(stuck)).split(separator: "\n")
        #expect(
            lines == [
                "504 ×2 · 2 requests in 0 ms · none came back from the app",
                "The app did not answer within 10.0 seconds.",
            ])
    }

    @Test func answersOfABurstThatBrokeOffAreCountedAsSuch() {
        let answers = [answer("a"), answer("a", whole: false), answer("a", whole: false), nil]
        let burst = Burst(answers: answers, exchanges: [], duration: .zero)
        #expect(burst.statuses == "no answer ×1, 200 ×1, 200 broken off ×2")
    }

    @Test func aTraceSaysWhenTheLastRequestHasNotComeBack() throws {
        let place = SourceLocation(file: "app.py", line: 7, function: nil, source: nil)
        let stuck = exchange("/never", outcome: .timedOut(place))
        let both = HostRecord(exchanges: [exchange("/quick", left: 2), stuck])
        let text = shown(TraceView(profile: .pipe).text(both))
        #expect(
            text.hasPrefix("GET /never has not come back from your app: it stood at line 7."),
            "\(text)")
        #expect(text.contains("GET /quick"))
        let only = shown(TraceView(profile: .pipe).text(HostRecord(exchanges: [stuck])))
        #expect(only.hasPrefix("GET /never has not come back") && !only.contains("ASGI scope"))
    }

    @Test func longLinesOfATraceStayInTheirColumn() {
        var exchange = exchange("/", left: 2)
        exchange.trace?.given = [["path", String(repeating: "wide ", count: 30)]]
        exchange.trace?.events = [
            .init(at: 0.001, call: "send", what: "websocket.send", detail: "one\ntwo")
        ]
        let lines = shown(TraceView(profile: .pipe).text(HostRecord(exchanges: [exchange])))
            .split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("        wide") }, "\(lines)")
        #expect(lines.contains("                  two"), "\(lines)")
    }

    @Test func anAppThatRaisedHasNotReturned() {
        var exchange = exchange("/", left: 2)
        exchange.trace?.events = [
            .init(at: 0.001, call: "raise", what: "ValueError", detail: "no")
        ]
        let text = shown(TraceView(profile: .pipe).text(HostRecord(exchanges: [exchange])))
        #expect(text.hasSuffix("raise  ValueError  no"), "\(text)")
    }

    @Test func anAppThatGaveUpItsAnswerHasNotSimplyReturned() {
        let aborted = HostRecord(exchanges: [exchange("/", left: 2, outcome: .aborted)])
        let text = shown(TraceView(profile: .pipe).text(aborted))
        #expect(text.hasSuffix("return  the app has given up its answer"), "\(text)")
    }

    @Test func aFrameWithoutItsSourceEndsWithItsName() {
        var exchange = exchange("/", left: 2)
        let frame = SourceLocation(file: "Routes.swift", line: 3, function: "router.get(\"/\")")
        exchange.traceback = Traceback(type: "Broken", message: "", frames: [frame], full: "")
        let text = shown(LogView(file: "x").text(HostRecord(exchanges: [exchange]), []))
        #expect(text.contains("  line 3 in router.get(\"/\")\n  Broken"), "\(text)")
    }

    @Test func whatTheLogSaysItselfIsBrokenBetweenWords() {
        var exchange = exchange("/", left: 2)
        let source = "asyncio.create_task(write_the_report_of_the_day())"
        exchange.oversights = [
            Oversight(
                kind: .destroyedPending, name: "write_the_report",
                place: SourceLocation(file: "app.py", line: 3, function: nil, source: source),
                traceback: nil)
        ]
        let text = shown(
            LogView(file: "app.py", width: 60).text(HostRecord(exchanges: [exchange]), []))
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 60 }, "\(text)")
        #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("    ") }, "\(text)")
    }
}
