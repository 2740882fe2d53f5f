import Testing

@testable import Course

@Suite struct LessonReadingTests {
    private static let path = "lessons/01-first.md"

    private func lesson() throws -> Lesson {
        let course = try ScratchCourse()
        return try #require(try Course.read(from: course.root).lesson(1))
    }

    @Test func readsTheFrontMatter() throws {
        let lesson = try lesson()
        #expect(lesson.id == "01-first")
        #expect(lesson.title == "First")
        #expect(lesson.objectives == ["Answer a request"])
    }

    @Test func readsBlocksInTheirOrder() throws {
        let blocks = try lesson().blocks
        #expect(blocks.map(\.position.line) == [5, 10, 13, 17, 28, 40])
        #expect(blocks.map(\.tracks) == [[], [.flask], [.flask], [.flask], [], []])
        guard case .markdown(let text) = blocks[0].content else { throw Unexpected() }
        #expect(text == "# First\n\nText for all.")
    }

    struct Unexpected: Error {}

    @Test func readsExamplesAndTranscripts() throws {
        let blocks = try lesson().blocks
        guard case .example(let example) = blocks[2].content,
            case .transcript(let transcript) = blocks[3].content
        else { throw Unexpected() }
        #expect(example == .init(name: "hello", track: .flask, source: "app = make()\n"))
        #expect(transcript.example == "hello")
        #expect(
            transcript.exchanges == [
                .init(
                    command: "get /", line: 18, status: 200, reason: "OK",
                    headers: [.init(name: "content-type", value: "text/plain")], body: "hi"),
                .init(
                    command: "get /x", line: 24, status: 404, reason: "NOT FOUND", headers: [],
                    body: nil),
            ])
        #expect(transcript.text.hasPrefix("› get /\nHTTP/1.1 200 OK"))
    }

    @Test func readsQuestions() throws {
        guard case .question(let question) = try lesson().blocks[4].content else {
            throw Unexpected()
        }
        #expect(question.id == "status")
        #expect(question.kind == .recall)
        #expect(question.prompt == "What does 404 say?")
        #expect(question.choices.map(\.text) == ["Fine", "Nothing here", "Moved"])
        #expect(question.choices.map(\.isRight) == [false, true, false])
        #expect(question.explanation == "Nothing is there.\nLook elsewhere.")
    }

    @Test func showsCodeWithoutAnAppAsMarkdown() throws {
        let course = try ScratchCourse()
        try course.edit(Self.path, "The end.", "```python\n::: flask\nx = 1\n```\n\nThe end.")
        let lesson = try #require(try Course.read(from: course.root).lesson(1))
        guard case .markdown(let text)? = lesson.blocks.last?.content else { throw Unexpected() }
        #expect(text == "```python\n::: flask\nx = 1\n```\n\nThe end.")
    }

    @Test func anAppMayBeHiddenAndItsFaultAskedFor() throws {
        let course = try ScratchCourse()
        try course.edit(Self.path, "```python flask app=hello", "```python flask app=hello hidden")
        try course.edit(Self.path, "::: recall status", "::: diagnose status")
        let blocks = try #require(try Course.read(from: course.root).lesson(1)).blocks
        guard case .example(let example) = blocks[2].content,
            case .question(let question) = blocks[4].content
        else { throw Unexpected() }
        #expect(example.isHidden)
        #expect(question.kind == .diagnose)
    }

    @Test func takesTheTrackOfThePartAroundABlock() throws {
        let course = try ScratchCourse()
        try course.edit(Self.path, "```python flask", "::: flask\n```python")
        try course.edit(Self.path, "```\n\n```console flask", "```\n\n```console")
        try course.edit(Self.path, "NOT FOUND\n```", "NOT FOUND\n```\n:::")
        let lesson = try #require(try Course.read(from: course.root).lesson(1))
        #expect(lesson.blocks.map(\.tracks) == [[], [.flask], [.flask], [.flask], [], []])
    }

    static let slips: [Slip] = [
        Slip(
            "::: recall status", "::: predict status",
            "the prediction \"status\" is not shown to be so", line: 28),
        Slip(
            "```console flask app=hello", "```console flask app=hello hidden",
            "only an app may be hidden", line: 17),
        Slip("---\ntitle", "title", "a lesson begins with its title", line: 1),
        Slip(
            "```python flask app=hello", "```python flask app=hello hiden",
            "unknown track \"hiden\": did you mean \"hidden\"?", line: 13),
        Slip("title: First\n", "title: First\nlevel: 1\n", "unknown key \"level\"", line: 3),
        Slip("objectives: [Answer a request]", "objectives: []", "at least one objective", line: 3),
        Slip("title: First", "title: [", "this is not YAML", line: 4),
        Slip(
            "::: flask\n", "::: falsk\n",
            "unknown word \"falsk\" after :::: did you mean \"flask\"?", line: 9),
        Slip("Text for Flask.\n:::", "Text for Flask.", "this part is never closed", line: 9),
        Slip("Text for Flask.", "::: fastapi", "the part from line 9 is still open", line: 10),
        Slip("The end.", ":::", "nothing is open here", line: 40),
        Slip("python flask app", "python app", "the block says no track", line: 13),
        Slip("python flask app", "ruby flask app", "this is \"ruby\"", line: 13),
        Slip(
            "console flask app=hello", "console flask app=helo",
            "called \"helo\" in flask: did you mean \"hello\"?", line: 17),
        Slip(
            "console flask app=hello", "console fastapi app=hello", "called \"hello\" in fastapi",
            line: 17),
        Slip("The end.", "```python flask app=hello\nx\n```", "exists in flask already", line: 40),
        Slip("The end.", "```python flask app=x", "this code is never closed", line: 40),
        Slip("› get /\n", "get /\n", "expected a request line", line: 18),
        Slip("HTTP/1.1 200 OK", "200 OK", "expected the answer's first line", line: 18),
        Slip(
            "content-type: text/plain\n\n", "content-type: text/plain\n",
            "expected a header such as", line: 21),
        Slip(
            "- [x] Nothing", "- [ ] Nothing", "expected one right choice (- [x] …), found 0",
            line: 28),
        Slip(
            "- [ ] Moved", "- [x] Moved", "expected one right choice (- [x] …), found 2", line: 28),
        Slip(
            "> Nothing is there.\n> Look elsewhere.\n", "", "the explanation is missing", line: 28),
        Slip("> Look elsewhere.", "Look elsewhere.", "expected a choice", line: 37),
        Slip("What does 404 say?", "", "the question asks nothing", line: 28),
        Slip("::: recall status", "::: recall", "a question has one id", line: 28),
        Slip(
            "> Look elsewhere.\n:::", "> Look elsewhere.", "this question is never closed", line: 28
        ),
        Slip(
            "The end.", "::: predict status\nA?\n- [x] a\n- [ ] b\n> c\n:::",
            "\"status\" exists already", line: 40),
    ]

    @Test(arguments: slips)
    func saysWhatIsWrongAndWhere(slip: Slip) throws {
        let course = try ScratchCourse()
        try course.edit(Self.path, slip.old, slip.new)
        let problems = try course.problems()
        let found = problems.first { $0.message.contains(slip.said) }
        #expect(found != nil, "\(problems.map(\.description).joined(separator: "\n"))")
        #expect(found?.position.line == slip.line)
        #expect(found?.position.file == Self.path)
    }

    @Test(arguments: [
        ("::: flask\na\n", "this part is never closed"), (":::\n", "nothing is open"),
        ("::: flask\n::: fastapi\n:::\n", "is still open"), ("::: django\n:::\n", "unknown track"),
        ("\n", "the task is empty"),
    ])
    func findsSlipsInTasks(text: String, said: String) throws {
        let course = try ScratchCourse()
        try course.write("\(ScratchCourse.folder)/task.md", text)
        let problems = try course.problems()
        #expect(problems.contains { $0.message.contains(said) }, "\(problems)")
    }
}
