import Foundation

@testable import Course

/// A small, correct course in a folder of its own, to be changed by a test and read.
final class ScratchCourse {
    let root: String
    static let folder = "exercises/01-first/hello"
    static let exercisePath = "\(folder)/exercise.yaml"

    init() throws {
        root = FileManager.default.temporaryDirectory
            .appending(path: "routelings-course-\(UUID().uuidString)").path(percentEncoded: false)
        try write("lessons/01-first.md", Self.lesson)
        try write("exercises/kit/upstream.py", "def get_json(path): ...\n")
        try write(Self.exercisePath, Self.exercise)
        try write("\(Self.folder)/task.md", "Answer.\n\n::: flask\nIn Flask.\n:::\n")
        for track in ["flask", "fastapi"] {
            try write("\(Self.folder)/\(track)/starter/app.py", "app = make()\n")
            try write(
                "\(Self.folder)/\(track)/solution/app.py",
                "app = make()\n\n\ndef tool(number):\n    return {\"id\": number + 0}\n")
            try write(
                "\(Self.folder)/\(track)/mutants/M1.py",
                "app = make()\n\n\ndef tool(number):\n    return {\"id\": str(number)}\n")
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)  // nothing to do about it
    }

    func write(_ path: String, _ text: String) throws {
        let url = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: "\(root)/\(path)")
    }

    /// Replaces text that must be there.
    func edit(_ path: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
        guard text.contains(old) else { throw Missing(text: old) }
        try write(path, text.replacingOccurrences(of: old, with: new))
    }

    struct Missing: Error {
        let text: String
    }

    func problems() throws -> [CourseProblem] {
        try Course.problems(in: root)
    }

    func exercise() throws -> Exercise? {
        try Course.reading(from: root).course.exercise("hello")
    }

    static let exercise = """
        id: hello
        title: A first answer
        place: 1
        mode: fill
        tracks: [flask, fastapi]
        kit: [upstream]
        vars:
          n: { int: [2, 899] }
          junk: word
        checks:
          - id: R1
            title: GET /tools/${n} answers
            category: routing
            points: 2
            request: GET /tools/${n}
            expect:
              status: 200
              headers: { content-type: { startsWith: application/json } }
              json: { id: "${n}" }
            capture: { where: $.headers.location }
            diagnose:
              - when: { $.body.id: { isString: true } }
                mutant: M1
                say:
                  by_track:
                    flask: The id ${n} is text in Flask.
                    common: The id ${n} is text.
                at: 'def \\w+'
              - when: {}
                say: Something else.
          - id: A1
            title: Two steps
            category: async
            needs: [R1]
            upstream: { barrier: 20 }
            steps:
              - request: GET ${where}
                burst: 20
                expect:
                  $.statuses: { "200": 20 }
                  $.upstream.full: true
              - request: { method: POST, path: /tools, headers: { x-a: 1 }, form: { a: [x, y] } }
                background: { count: 4, request: GET /slow }
                expect: { status: 4xx, text: { count: { ">": 2 } } }
            diagnose:
              - when: { $.checks.R1: fail }
                probe: { request: GET /home, expect: { status: [200, 307] } }
                say: See R1.
        hints:
          - Think of it.
          - by_track: { flask: Look here., fastapi: Look there. }
          - 'Write return {"id": ____}'
        mutants:
          M1: { cause: the id is text, fails: R1 }

        """

    static let lesson = """
        ---
        title: First
        objectives: [Answer a request]
        ---
        # First

        Text for all.

        ::: flask
        Text for Flask.
        :::

        ```python flask app=hello
        app = make()
        ```

        ```console flask app=hello
        › get /
        HTTP/1.1 200 OK
        content-type: text/plain

        hi

        › get /x
        HTTP/1.1 404 NOT FOUND
        ```

        ::: recall status
        What does 404 say?

        - [ ] Fine
        - [x] Nothing
          here
        - [ ] Moved

        > Nothing is there.
        > Look elsewhere.
        :::

        The end.

        """
}
