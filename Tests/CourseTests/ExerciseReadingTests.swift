import Testing

@testable import Course

/// What a correct exercise.yaml is read as.
@Suite struct ExerciseReadingTests {
    let exercise: Exercise

    init() throws {
        exercise = try #require(try ScratchCourse().exercise())
    }

    @Test func findsNothingWrongInACorrectCourse() throws {
        #expect(try ScratchCourse().problems() == [])
    }

    @Test func readsTheHead() {
        #expect(exercise.title == "A first answer")
        #expect(exercise.unit == 1)
        #expect(exercise.place == 1)
        #expect(exercise.mode == .fill)
        #expect(exercise.tracks == [.flask, .fastapi])
        #expect(exercise.kit == ["upstream"])
        #expect(exercise.variables == ["n": .int(2...899), "junk": .word])
        #expect(exercise.task.markdown(for: .flask) == "Answer.\n\nIn Flask.")
        #expect(exercise.task.markdown(for: .fastapi) == "Answer.")
    }

    @Test func readsACheckWithOneRequest() throws {
        let check = try #require(exercise.checks.first)
        #expect(check.id == "R1")
        #expect(check.points == 2)
        #expect(check.steps.count == 1)
        #expect(check.steps[0].request == RequestTemplate(method: "GET", target: "/tools/${n}"))
        #expect(
            check.steps[0].captures == [
                "where": try #require(ObservationPath("$.headers.location"))
            ])
        #expect(check.position.line == 11)
        #expect(
            check.steps[0].expectations.map { "\($0.path)" } == [
                "$.status", "$.headers.content-type", "$.body",
            ])
        #expect(
            check.steps[0].expectations.map { $0.predicate.common } == [
                .equals(200), .startsWith("application/json"), .equals(["id": "${n}"]),
            ])
    }

    @Test func readsSeveralStepsAndTheUpstream() throws {
        let check = try #require(exercise.checks.last)
        #expect(check.needs == ["R1"])
        #expect(check.upstream == UpstreamScript(barrier: 20))
        #expect(check.steps.map { $0.sending?.burst } == [20, nil])
        #expect(check.steps[1].sending?.background?.count == 4)
        #expect(check.steps[1].request?.headers == [.init(name: "x-a", value: "1")])
        #expect(
            check.steps[1].request?.body
                == .form([.init(name: "a", value: "x"), .init(name: "a", value: "y")]))
        #expect(
            check.steps[1].expectations.map { $0.predicate.common } == [
                .all([.compares(.atLeast, 400), .compares(.less, 500)]),
                .count(.compares(.greater, 2)),
            ])
    }

    @Test func readsRulesWithTheirTracks() throws {
        let rules = try #require(exercise.checks.first).diagnoses
        #expect(rules.map(\.mutants) == [["M1"], []])
        #expect(rules[0].text[.flask] == "The id ${n} is text in Flask.")
        #expect(rules[0].text[.fastapi] == "The id ${n} is text.")
        #expect(rules[0].at[.flask] == "def \\w+")
        #expect(rules[1].when.isEmpty)
        let probe = try #require(exercise.checks.last?.diagnoses.first?.probe)
        #expect(probe.expectations.first?.predicate.common == .oneOf([200, 307]))
    }

    @Test func readsHintsAndMutants() {
        #expect(exercise.hints.map { $0[.fastapi]?.prefix(5) } == ["Think", "Look ", "Write"])
        #expect(exercise.mutants.map(\.id) == ["M1"])
        #expect(exercise.mutants.first?.fails == "R1")
    }

    @Test(arguments: [
        ("{ \"==\": { count: 3 } }", Predicate.equals(["count": 3])),
        ("{ count: 3 }", .count(.equals(3))),
        (
            "{ count: { \"<\": 3 }, contains: a }",
            .all([.count(.compares(.less, 3)), .contains("a")])
        ),
        ("{ a: { b: null } }", .equals(["a": ["b": nil]])),
        ("[1, 2.5, x, true]", .equals([1, .double(2.5), "x", true])),
        ("{ not: { oneOf: [1, 2] } }", .not(.oneOf([1, 2]))),
        ("{ not: x }", .not(.equals("x"))),
        ("{ isEmpty: false, isList: true }", .all([.isEmpty(false), .isKind(.isList, true)])),
        ("{ \">=\": \"${n}\" }", .compares(.atLeast, "${n}")),
        ("{ includes: [{ a: 1 }], sameItems: [] }", .all([.includes([["a": 1]]), .sameItems([])])),
        (
            "{ \"!=\": \"\", exists: true, matches: 'a$' }",
            .all([.differs(""), .exists(true), .matches("a$")])
        ),
        (
            "{ matches: { pattern: '^${n}$', meaning: 'the number ${n}' } }",
            .matches("^${n}$", meaning: "the number ${n}")
        ),
        ("{ number: 3 }", .equals(["number": 3])),
    ])
    func readsPredicates(text: String, expected: Predicate) throws {
        let course = try ScratchCourse()
        try course.edit(
            ScratchCourse.exercisePath, "      json: { id: \"${n}\" }", "      $.body: \(text)")
        #expect(try course.problems() == [])
        let found = try course.exercise()?.checks.first?.steps.first?.expectations.last
        #expect(found?.predicate.common == expected)
    }

    @Test func takesValuesByTrackWhereverAValueIsExpected() throws {
        let course = try ScratchCourse()
        try course.edit(
            ScratchCourse.exercisePath, "status: 200\n",
            "status: { by_track: { flask: 404, fastapi: { oneOf: [400, 422] } } }\n")
        #expect(try course.problems() == [])
        let status = try course.exercise()?.checks.first?.steps.first?.expectations.first?.predicate
        #expect(status?[.flask] == .equals(404))
        #expect(status?[.fastapi] == .oneOf([400, 422]))
    }
}
