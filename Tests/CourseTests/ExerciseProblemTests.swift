import Foundation
import Testing

@testable import Course

/// A slip that an author may make, and what is said about it.
struct Slip: Sendable, CustomStringConvertible {
    let old: String
    let new: String
    /// Text that the problem must hold.
    let said: String
    /// The line that is named; nil where the test does not care.
    var line: Int?

    init(_ old: String, _ new: String, _ said: String, line: Int? = nil) {
        self.old = old
        self.new = new
        self.said = said
        self.line = line
    }

    var description: String { new }
}

/// What is said about slips in exercise.yaml.
@Suite struct ExerciseProblemTests {
    static let slips: [Slip] = [
        // Keys and kinds of value.
        Slip(
            "expect:\n      status: 200", "expct:\n      status: 200",
            "unknown key \"expct\": did you mean \"expect\"?", line: 16),
        Slip("title: A first answer\n", "", "\"title\" is missing", line: 1),
        Slip("title: A first answer", "title:", "expected a title, found nothing", line: 2),
        Slip(
            "place: 1", "place: one",
            "expected a whole number from 1 to 99, found the text \"one\"", line: 3),
        Slip("mode: fill", "mode: fil", "unknown mode \"fil\": did you mean \"fill\"?", line: 4),
        Slip("points: 2", "points: 2\n    points: 3", "\"points\" stands more than once", line: 14),
        Slip(
            "tracks: [flask, fastapi]", "tracks: [flask, fastapy]",
            "unknown track \"fastapy\": did you mean \"fastapi\"?", line: 5),
        Slip("tracks: [flask, fastapi]", "tracks: []", "expected at least one track"),
        Slip(
            "tracks: [flask, fastapi]", "tracks: [flask, fastapi, flask]", "flask stands here twice"
        ),
        Slip("category: routing", "category: route", "unknown category \"route\""),
        Slip("mode: fill", "mode: [fill", "this is not YAML"),
        Slip("  - id: R1", "\t- id: R1", "indent with blanks", line: 11),
        Slip("title: A first answer", "title: A: first", "into quotes", line: 2),
        Slip("    points: 2", "\tpoints: 2", "indent with blanks", line: 14),
        Slip(
            "    title: Two steps", "   title: Two steps", "how far this line is indented", line: 32
        ),
        Slip(
            "    category: async", "      category: async", "or mend how far this line is indented"),
        Slip(
            "json: { id: \"${n}\" }", "json: { id: ${n} }", "put a text with ${…}, a comma",
            line: 19),
        Slip("title: A first answer", "title: 'A first answer", "a quote that is not closed"),
        // What follows from one slip is not told as well.
        Slip(
            "vars:\n  n: { int: [2, 899] }\n  junk: word", "vars: word",
            "expected a mapping from name to variable", line: 7),
        Slip("n: { int: [2, 899] }", "n: { int: [899, 2] }", "found [899, 2]", line: 8),
        Slip("mutant: M1", "mutant: M7", "no mutant is called \"M7\""),
        // Ids.
        Slip("id: hello", "id: Hello", "expected an id of at most 32 lower-case"),
        Slip("id: hello", "id: hallo", "not its folder's name \"hello\""),
        Slip("id: R1", "id: r1", "expected a capital letter and a number"),
        Slip("id: R1", "id: V1", "begins with R: write R1"),
        Slip("id: A1", "id: R1", "the id R1 is taken"),
        Slip(
            "needs: [R1]", "needs: [R2]", "no earlier check is called \"R2\": did you mean \"R1\"?",
            line: 34),
        Slip(
            "category: routing", "category: routing\n    needs: [A1]",
            "no earlier check is called \"A1\""),
        Slip(
            "category: routing", "category: routing\n    tracks: [flask]",
            "R1 does not exist in track fastapi"),
        // Templates.
        Slip(
            "say: Something else.", "say: Something ${nn}.",
            "unknown variable ${nn}: did you mean \"n\"?", line: 30),
        Slip("GET /tools/${n}\n    expect", "GET /tools/${m}\n    expect", "unknown variable ${m}"),
        Slip(
            "GET /tools/${n}\n    expect", "GET /tools/${where}\n    expect",
            "unknown variable ${where}"),
        Slip(
            "needs: [R1]", "points: 1", "${where} is captured by R1, which this check does not need"
        ),
        Slip("say: Something else.", "say: Something ${n", "is not closed"),
        Slip("say: Something else.", "say: Something ${n:upper}", "asks for the form \"upper\""),
        Slip(
            "json: { id: \"${n}\" }", "json: { \"${n}\": 1 }", "names of members are not filled in"),
        Slip("capture: { where:", "capture: { n:", "\"n\" is a variable already"),
        // Requests.
        Slip("request: GET /tools/${n}", "request: get /tools/${n}", "\"get\" is no method"),
        Slip(
            "request: GET /tools/${n}", "request: GET tools",
            "does not start with a slash: write /tools"),
        Slip("request: GET /tools/${n}", "request: GET /a b", "holds a blank"),
        Slip(
            "request: GET /tools/${n}", "request: /tools", "expected a request such as GET /tools"),
        Slip("form: { a: [x, y] }", "form: { a: x }, json: {}", "a request has one body"),
        Slip("x-a: 1", "x a: 1", "\"x a\" cannot be the name of a header"),
        Slip("burst: 20", "burst: 501", "expected a whole number from 1 to 500"),
        Slip("count: 4,", "count: 0,", "expected a whole number from 1 to 100"),
        Slip("barrier: 20", "barrier: 20, hold: true", "either has a barrier or holds"),
        Slip(
            "    steps:", "    expect: { status: 200 }\n    steps:",
            "\"expect\" stands beside steps"),
        Slip(
            "kit: [upstream]", "kit: [upstraem]",
            "no kit module exercises/kit/upstraem.py: did you mean \"upstream\"?"),
        Slip("kit: [upstream]\n", "", "the exercise has no kit"),
        // Expectations.
        Slip("status: 200\n", "status: 20\n", "expected a status from 100 to 599", line: 17),
        Slip("status: 200\n", "statsu: 200\n", "unknown key \"statsu\": did you mean \"status\"?"),
        Slip(
            "startsWith:", "startWith:",
            "unknown predicate \"startWith\": did you mean \"startsWith\"?"),
        Slip(
            "isString: true", "isStrin: true",
            "unknown predicate \"isStrin\": did you mean \"isString\"?"),
        Slip("isString: true", "isString: maybe", "expected true or false"),
        Slip(
            "isString: true", "isText: true", "unknown predicate \"isText\"; known are: ", line: 22),
        Slip(
            "$.upstream.full", "$.upstraem.full",
            "nothing called \"upstraem\" is observed: did you mean \"upstream\"?"),
        Slip("$.checks.R1", "$.checks.R7", "no earlier check is called \"R7\""),
        Slip("$.body.id:", "$.body[id:", "this is not YAML"),
        Slip("$.statuses:", "$.statuses[:", "expected a path such as"),
        Slip("json: { id:", "json: { on: yes, id:", "\"yes\" is text to some YAML readers"),
        Slip(
            "status: 200\n", "status: { by_track: { flask: 200 } }\n",
            "by_track says nothing for fastapi"),
        Slip(
            "text: { count: { \">\": 2 } }", "text: { matches: '(' }",
            "this is no regular expression"),
        Slip(
            "text: { count: { \">\": 2 } }", "text: { matches: { pattern: a } }",
            "\"meaning\" is missing: add it to a regular expression"),
        Slip("at: 'def \\w+'", "at: '[a'", "this is no regular expression"),
        Slip(
            "at: 'def \\w+'", "at: 'dfe \\w+'", "at fits no line of M1: dfe \\w+. Mend it", line: 22
        ),
        // Steps of every kind.
        Slip("burst: 20\n", "bursts: 20\n", "unknown key \"bursts\": did you mean \"burst\"?"),
        Slip(
            "      - request: GET ${where}", "      - observe: true\n        request: GET ${where}",
            "a step does one thing, here are request and observe"),
        Slip("burst: 20\n", "each: { status: 200 }\n", "\"each\" is for the answers of a burst"),
        Slip(
            "burst: 20\n", "retry: 0\n", "expected a number from 1 to 1000, found the number 0"),
        Slip(
            "burst: 20\n", "for_each: [{ a: 1 }, { b: 2 }]\n", "not the names of the first one, a"),
        Slip("burst: 20\n", "for_each: { n: [1] }\n", "\"n\" is a variable already"),
        Slip("burst: 20\n", "stream: { then: keep }\n", "cannot be kept: add read"),
        Slip("burst: 20\n", "walk: { next: $.body.next }\n", "\"request\" is missing"),
        Slip(
            "      - request: GET ${where}\n        burst: 20", "      - app: restrat",
            "unknown thing to do with the app \"restrat\": did you mean \"restart\"?"),
        Slip(
            "      - request: GET ${where}\n        burst: 20",
            "      - websocket: { clients: { ann: /ws }, script: [{ anne: connect }] }",
            "no client is called \"anne\": did you mean \"ann\"?"),
        Slip(
            "      - request: GET ${where}\n        burst: 20",
            "      - websocket: { clients: { ann: /ws }, script: [{ ann: { sent: hi } }] }",
            "unknown key \"sent\": did you mean \"send\"?"),
        Slip(
            "      - request: GET ${where}\n        burst: 20",
            "      - examine: { good: good, bad: [] }", "the learner's file is an app"),
        Slip(
            "request: GET ${where}", "request: { method: GET, path: /, as: ann }",
            "nobody is called"),
        Slip("headers: { x-a: 1 }, form: { a: [x, y] }", "bytes: fff", "as hexadecimal digits"),
        Slip("barrier: 20", "routes: { wait: {} }", "does not start with a slash: write /wait"),
        Slip("barrier: 20", "routes: { /wait: { hangs: true } }", "did you mean \"hang\"?"),
        Slip("status: 4xx,", "anyOf: [{ status: 200 }],", "expected a list of at least two"),
        Slip("say: Something else.", "say: \"${30 - m}\"", "unknown variable ${m}"),
        Slip(
            "say: Something else.", "say: \"${summ(n)}\"",
            "no function summ(): did you mean \"sum\"?"),
        Slip("say: Something else.", "say: \"${n -}\"", "holds no name and no sum"),
        Slip("say: Something else.", "say: A.\n        hint: 4", "a hint's number, 1 to 3"),
        // Rules, hints, mutants.
        Slip(
            "- when: {}\n        say: Something else.", "- say: Something else.",
            "expected when or probe"),
        Slip(
            "say: Something else.",
            "say: Something else.\n      - when: { status: 404 }\n        say: Never.",
            "this rule is never tried"),
        Slip("mutant: M1", "mutant: M2", "no mutant is called \"M2\": did you mean \"M1\"?"),
        Slip("        mutant: M1\n", "", "no rule of R1 explains M1 in flask"),
        Slip(
            "        mutant: M1\n", "        mutant: M1\n        tracks: [flask]\n",
            "no rule of R1 explains M1 in fastapi"),
        Slip("fails: R1", "fails: R9", "no check is called so: did you mean \"R1\"?"),
        Slip("say: See R1.", "say: See R1.\n        mutant: M1", "this rule of A1 is never proved"),
        Slip("M1: { cause", "X1: { cause", "\"X1\" is no mutant's id"),
        Slip("M1: { cause", "M3: { cause: c, fails: start }\n  M1: { cause", "M3 has no file"),
        Slip("  - Think of it.\n", "", "expected three hints", line: 50),
        Slip("{\"id\": ____}", "{\"id\": number + 0}", "gives away a line of the flask solution"),
        Slip(
            "  - by_track: { flask: Look", "  - by_trak: { flask: Look",
            "unknown key \"by_trak\": did you mean \"by_track\"?", line: 51),
        // Variables.
        Slip(
            "junk: word", "junk: wrod", "unknown kind of variable \"wrod\": did you mean \"word\"?"),
        Slip("[2, 899]", "[899, 2]", "expected a lower and an upper bound"),
        Slip("junk: word", "junk: { choice: [a] }", "at least two values"),
    ]

    @Test(arguments: slips)
    func saysWhatIsWrongAndWhere(slip: Slip) throws {
        let course = try ScratchCourse()
        try course.edit(ScratchCourse.exercisePath, slip.old, slip.new)
        let problems = try course.problems()
        let found = problems.first { $0.message.contains(slip.said) }
        #expect(found != nil, "\(problems.map(\.description).joined(separator: "\n"))")
        guard let line = slip.line else { return }
        #expect(found?.position.line == line)
        #expect(found?.position.file == ScratchCourse.exercisePath)
    }

    @Test func leavesAPlaceWithValuesToTheRun() throws {
        let course = try ScratchCourse()
        try course.edit(ScratchCourse.exercisePath, "at: 'def \\w+'", "at: 'tool ${n}'")
        #expect(try course.problems() == [])
    }

    @Test func collectsEverythingThatIsWrong() throws {
        let course = try ScratchCourse()
        try course.edit(ScratchCourse.exercisePath, "mode: fill", "mode: fil")
        try course.edit(ScratchCourse.exercisePath, "points: 2", "points: 0")
        try course.edit("lessons/01-first.md", "title: First\n", "titel: First\n")
        #expect(try course.problems().count == 3)
        #expect(throws: CourseError.self) { try Course.read(from: course.root) }
    }

    @Test(arguments: [
        Slip("{ int: [2, 899] }", "{ int: 5 }", "lower and an upper", line: 8),
        Slip("checks:\n", "cheks:\n", "did you mean \"checks\"?", line: 10),
        Slip("mutants:\n", "mutant:\n", "did you mean \"mutants\"?", line: 53),
        Slip("- id: R1", "- id: r1", "a capital letter and a number", line: 11),
        Slip("- id: R1", "- name: R1", "\"id\" is missing"),
        Slip("    steps:", "    step:", "did you mean \"steps\"?", line: 36),
    ])
    func namesOneSlipFirstAndOnce(slip: Slip) throws {
        let course = try ScratchCourse()
        try course.edit(ScratchCourse.exercisePath, slip.old, slip.new)
        let problems = try course.problems()
        // A key that is missing is told beside one that nobody knows.
        #expect(problems.count <= (slip.said.contains("missing") ? 2 : 1), "\(problems)")
        #expect(problems.contains { $0.message.contains(slip.said) }, "\(problems)")
        if let line = slip.line { #expect(problems.first?.position.line == line) }
    }

    @Test func showsTheLineAndTheColumn() throws {
        let course = try ScratchCourse()
        try course.edit(ScratchCourse.exercisePath, "    points: 2", "    pionts: 2")
        #expect(
            try course.problems().map(\.description) == [
                """
                exercises/01-first/hello/exercise.yaml:14:5: unknown key "pionts": \
                did you mean "points"?
                  14 |     pionts: 2
                     |     ^
                """
            ])
    }

    @Test func readsFilesWithWindowsLineEndsAndAByteOrderMark() throws {
        let course = try ScratchCourse()
        let text = ScratchCourse.exercise.replacingOccurrences(of: "\n", with: "\r\n")
        try course.write(ScratchCourse.exercisePath, "\u{feff}" + text)
        try course.write(
            "lessons/01-first.md",
            ScratchCourse.lesson.replacingOccurrences(of: "\n", with: "\r\n"))
        #expect(try course.problems() == [])
    }

    @Test func readsAliases() throws {
        let course = try ScratchCourse()
        try course.edit(
            ScratchCourse.exercisePath, "say: Something else.", "say: &x Something else.")
        try course.edit(ScratchCourse.exercisePath, "say: See R1.", "say: *x")
        #expect(try course.problems() == [])
        let text = try course.exercise()?.checks.last?.diagnoses.first?.text[.flask]
        #expect(text == "Something else.")
    }
}
