import Course
import struct Course.Expectation
import Testing

@testable import Grading

/// Grading against a server that answers every request with 200 and `{"path", "ticket"}`.
@Suite struct GraderTests {
    /// An app that is there, with whatever a test has its host say.
    private struct App: AppUnderTest {
        var port: Int
        var failure: FailedStart?
        var testimony = Testimony(exchanges: [])
        /// What is said of each request, besides its port.
        var exchange: Testimony.Exchange?

        func startFailure() async -> FailedStart? { failure }
        func routes() async -> [String] { ["GET /known"] }
        func notes() async -> [String] { [] }
        var ports: [Int] { [port] }
        func carryOut(_ order: AppOrder) async throws -> FailedStart? { nil }
        func scratchFiles() async -> [String: String] { [:] }

        func testimony(of clientPorts: [Int]) async -> Testimony {
            guard let exchange else { return testimony }
            return Testimony(
                exchanges: clientPorts.map { port in
                    var exchange = exchange
                    exchange.clientPort = port
                    return exchange
                })
        }
    }

    private static let position = SourcePosition(file: "exercise.yaml", line: 1, column: 1)

    private static func expecting(_ path: String, _ predicate: Predicate) -> Expectation {
        Expectation(
            path: ObservationPath(path) ?? ObservationPath([]),
            predicate: ByTrack(common: predicate), position: position)
    }

    private func check(
        _ id: String, expecting expectations: [Expectation], needs: [String] = [],
        diagnoses: [Diagnosis] = []
    ) -> Check {
        Check(
            id: id, title: "GET /${word}", category: .routing, points: 2, needs: needs,
            steps: [
                Step(
                    request: RequestTemplate(method: "GET", target: "/${word}"),
                    expectations: expectations)
            ], diagnoses: diagnoses, position: Self.position)
    }

    private func subject(_ checks: [Check]) -> Subject {
        Subject(
            exercise: Exercise(
                id: "x", title: "X", unit: 1, place: 1, mode: .write, tracks: [.flask],
                task: MarkedText(parts: []), variables: ["word": .word], checks: checks, hints: [],
                mutants: [], folder: "exercises/x", position: Self.position),
            track: .flask, file: "app.py", source: "import flask\n\ndef handler():\n    return 1\n",
            seed: 7)
    }

    private func grade(_ checks: [Check], _ change: @Sendable (inout App) -> Void = { _ in })
        async throws
        -> Report
    {
        try await UpstreamServer.withServer { server in
            var app = App(port: server.port)
            change(&app)
            let grader = Grader(curlBase: "http://127.0.0.1:8000", upstream: server.upstream)
            return await grader.grade(subject(checks), app: app, since: .now)
        }
    }

    private let passing = [
        expecting("$.status", .equals(200)), expecting("$.body.path", .equals("/${word}")),
    ]
    private let failing = [expecting("$.status", .equals(201))]

    @Test func passesWhatIsAsPromisedWithValuesFromTheSeed() async throws {
        let report = try await grade([check("R1", expecting: passing)])
        #expect(report.verdict == .pass)
        #expect(report.points == 2)
        #expect(
            report.checks[0].title
                == (report.checks[0].request?.target ?? "").replacing("/", with: "GET /"))
        #expect(!report.checks[0].title.contains("$"))
    }

    @Test func skipsWhatNeedsAFailedCheckAndGivesNoPointsForIt() async throws {
        let report = try await grade([
            check("R1", expecting: failing), check("R2", expecting: passing, needs: ["R1"]),
            check("R3", expecting: passing),
        ])
        #expect(report.checks.map(\.verdict) == [.fail, .skipped, .pass])
        #expect(report.checks[1].skipReason == "it needs R1")
        #expect(report.verdict == .fail)
        #expect(report.points == 2)
    }

    @Test func theFirstRuleThatFitsExplains() async throws {
        let rules = [
            Diagnosis(
                when: [Self.expecting("$.status", .equals(500))], text: ByTrack(common: "no"),
                position: Self.position),
            Diagnosis(
                when: [Self.expecting("$.status", .equals(200))],
                text: ByTrack(common: "200 for ${word}"), at: ByTrack(common: "return"),
                mutants: ["M1"], position: Self.position),
        ]
        let report = try await grade([check("R1", expecting: failing, diagnoses: rules)])
        let finding = report.checks[0].findings[0]
        #expect(
            finding.diagnosis == "200 for \((report.checks[0].request?.target ?? "").dropFirst())")
        #expect(finding.mutants == ["M1"])
        #expect(finding.place?.line == 4)
        #expect(finding.place?.columns == 4..<10)
    }

    @Test func whatIsNotThereToCaptureFailsTheCheckAndIsNoErrorOfOurs() async throws {
        var check = check("R1", expecting: passing)
        check.steps[0].captures = ["id": ObservationPath([.member("body"), .member("id")])]
        check.steps.append(
            Step(request: RequestTemplate(method: "GET", target: "/${id}"), expectations: []))
        let report = try await grade([check])
        #expect(report.verdict == .fail)
        #expect(report.checks[0].findings[0].difference.path.description == "$.body.id")
    }

    @Test func whatWasCapturedCanBeLookedForInTheSameAnswer() async throws {
        var check = check("R1", expecting: [Self.expecting("$.text", .contains("${ticket}"))])
        check.steps[0].captures = ["ticket": ObservationPath([.member("body"), .member("ticket")])]
        #expect(try await grade([check]).verdict == .pass)
    }

    @Test func aRuleCanTellTheStepAndItsRequest() async throws {
        let rule = Diagnosis(
            when: [
                Self.expecting("$.step", .equals(2)),
                Self.expecting("$.request.method", .equals("DELETE")),
            ], text: ByTrack(common: "the second one"), position: Self.position)
        var check = check("R1", expecting: passing, diagnoses: [rule])
        check.steps.append(
            Step(request: RequestTemplate(method: "DELETE", target: "/x"), expectations: failing))
        let report = try await grade([check])
        #expect(report.checks[0].findings[0].diagnosis == "the second one")
    }

    @Test func aRuleCanAskAProbe() async throws {
        let probe = Diagnosis.Probe(
            request: RequestTemplate(method: "GET", target: "/elsewhere"),
            expectations: [Self.expecting("$.body.path", .equals("/elsewhere"))])
        let rule = Diagnosis(
            when: [], probe: probe, text: ByTrack(common: "it is elsewhere"),
            position: Self.position)
        let report = try await grade([check("R1", expecting: failing, diagnoses: [rule])])
        #expect(report.checks[0].findings[0].diagnosis == "it is elsewhere")
    }

    @Test func withoutARuleTheTracebackOfThatRequestExplains() async throws {
        let place = Testimony.Place(function: "handler", file: "app.py", line: 4)
        let report = try await grade([check("R1", expecting: failing)]) {
            $0.exchange = Testimony.Exchange(
                clientPort: 0, traceback: .init(type: "KeyError", message: "'id'", place: place))
        }
        let finding = report.checks[0].findings[0]
        #expect(finding.diagnosis?.contains("KeyError: 'id'") == true)
        #expect(finding.place?.line == 4)
    }

    @Test(arguments: [true, false])
    func aRuleCanSayWhatWasRaised(isKnown: Bool) async throws {
        let rule = Diagnosis(
            when: [], probe: nil, text: ByTrack(common: "It failed: ${exception}."),
            position: Self.position)
        let report = try await grade([check("R1", expecting: failing, diagnoses: [rule])]) {
            guard isKnown else { return }
            $0.exchange = Testimony.Exchange(
                clientPort: 0, traceback: .init(type: "KeyError", message: "'id'\nmore"))
        }
        let said = isKnown ? "It failed: KeyError: 'id'." : "It failed: an error."
        #expect(report.checks[0].findings[0].diagnosis == said)
    }

    @Test func anAppThatDidNotStartFailsOnceAndSkipsTheRest() async throws {
        let report = try await grade([
            check("R1", expecting: passing), check("R2", expecting: passing),
        ]) {
            $0.failure = FailedStart(message: "There is no app.", line: 1, kind: "noApp")
        }
        #expect(report.checks.map(\.verdict) == [.fail, .skipped])
        #expect(report.checks[0].findings[0].diagnosis == "There is no app.")
        #expect(report.checks[0].findings[0].place?.text == "import flask")
        #expect(report.verdict == .fail)
        #expect(report.error == nil)
    }

    @Test func anAppThatEndedItselfIsAskedNothingMore() async throws {
        let report = try await grade([
            check("R1", expecting: passing), check("R2", expecting: passing),
        ]) {
            $0.exchange = Testimony.Exchange(
                clientPort: 0, failure: .init(message: "The app ended itself.", isFinal: true))
        }
        #expect(report.checks.map(\.verdict) == [.fail, .skipped])
        #expect(report.checks[1].skipReason == "The app ended itself.")
    }

    @Test func aServerOfOursThatIsGoneIsAnErrorAndCostsNothing() async throws {
        let closed = try await UpstreamServer.withServer { $0.port }
        let report = try await grade([
            check("R1", expecting: passing), check("R2", expecting: passing),
        ]) {
            $0.port = closed
        }
        #expect(report.verdict == .error)
        #expect(report.error?.kind == "host")
        #expect(report.checks.map(\.verdict) == [.error, .skipped])
    }

    @Test func aBarrierThatCannotFillFailsAfterTwoTries() async throws {
        var check = check("A1", expecting: [Self.expecting("$.upstream.full", .equals(true))])
        check.upstream = UpstreamScript(barrier: 2)
        let report = try await grade([check])
        #expect(report.checks[0].verdict == .fail, "\(String(describing: report.error))")
        #expect(report.checks[0].findings.first?.difference.actual == false)
    }

    @Test func aBurstFillsABarrier() async throws {
        var check = check(
            "A1",
            expecting: [
                Self.expecting("$.upstream.full", .equals(true)),
                Self.expecting("$.statuses", .equals(["200": 8])),
                Self.expecting("$.ticketsTrue", .equals(true)),
            ])
        check.upstream = UpstreamScript(barrier: 8)
        check.steps[0].action = .send(
            Sending(requests: [RequestTemplate(method: "GET", target: "/x")], burst: 8))
        #expect(try await grade([check]).verdict == .pass)
    }

    @Test func nothingIsToldOfAHiddenCheckButItsVerdict() async throws {
        var hidden = check("R1", expecting: [Self.expecting("$.body.path", .equals("/telltale"))])
        hidden.title = "GET /telltale"
        hidden.steps[0] = Step(
            request: RequestTemplate(
                method: "POST", target: "/telltale", body: .json(["telltale": "telltale"])),
            expectations: [Self.expecting("$.body.telltale", .equals("telltale"))],
            captures: ["telltale": ObservationPath([.member("body"), .member("path")])])
        hidden.isHidden = true
        let later = check("R2", expecting: passing, needs: ["R1"])
        let report = try await grade([hidden, later]) {
            $0.exchange = Testimony.Exchange(
                clientPort: 0,
                traceback: .init(type: "telltale", message: "telltale", place: nil),
                log: "telltale")
        }
        #expect(report.checks[0].verdict == .fail)
        #expect(report.checks[0].isHidden)
        let texts = [
            String(decoding: try report.json(), as: UTF8.self), report.junit(), report.tap(),
            report.githubAnnotations(path: "app.py"), report.markdownSummary(),
            String(decoding: try #require(try report.gradescope()), as: UTF8.self),
        ]
        for text in texts { #expect(!text.contains("telltale"), "\(text)") }
    }

    @Test func anOptionalCheckNeitherFailsNorPassesARun() async throws {
        var optional = check("R1", expecting: failing)
        optional.isOptional = true
        let report = try await grade([optional, check("R2", expecting: passing)])
        #expect(report.verdict == .pass)
        #expect(report.maxPoints == 2)
        optional.steps = check("R1", expecting: passing).steps
        #expect(try await grade([optional]).verdict == .fail)
    }

    @Test func aCheckThatStopsSkipsAllLaterOnes() async throws {
        var first = check("R1", expecting: failing)
        first.stopsOnFail = true
        let report = try await grade([first, check("R2", expecting: passing)])
        #expect(report.checks.map(\.verdict) == [.fail, .skipped])
        #expect(report.checks[1].skipReason == "R1 failed")
    }

    @Test func whatWasCapturedBeforeAFailureIsInTheReport() async throws {
        var check = check("R1", expecting: passing)
        check.steps[0].captures = ["ticket": ObservationPath([.member("body"), .member("ticket")])]
        check.steps.append(
            Step(
                request: RequestTemplate(method: "GET", target: "/${ticket}"), expectations: failing
            ))
        let report = try await grade([check])
        #expect(report.checks[0].captured.keys.sorted() == ["ticket"])
    }

    @Test func theWorstOfSeveralRunsCounts() {
        func report(_ verdict: Verdict, seed: UInt64) -> Report {
            Report(
                exercise: "x", track: .flask, file: "app.py", verdict: verdict, seed: seed,
                milliseconds: 1, checks: [])
        }
        let runs = [report(.pass, seed: 1), report(.fail, seed: 2), report(.error, seed: 3)]
        #expect(Report.worst(of: runs)?.seed == 3)
        #expect(Report.worst(of: Array(runs.prefix(2)))?.seed == 2)
        #expect(Report.worst(of: []) == nil)
    }
}
