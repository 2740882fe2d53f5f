import Course
import Foundation
import Grading
import Hosting
import Testing

@testable import routelings

/// Ways to cheat the grader or to trip it: none passes, each is explained, none reaches a terminal.
@Suite(.serialized) struct CheatTests {
    /// A learner's file for an exercise, and words that must be said of it.
    struct Cheat: Sendable, CustomTestStringConvertible {
        var name: String
        var source: String
        var words: String
        var exercise = "hello-text"

        var testDescription: String { name }
    }

    private static func handler(
        _ body: String, before: String = "", path: String = "/"
    ) -> String {
        let lines = body.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        return """
            from flask import Flask, Response, request

            app = Flask(__name__)
            \(before)

            @app.get("\(path)")
            def index():
            \(lines)

            """
    }

    private static let json = "hello-json"

    static let cheats = [
        Cheat(name: "says ok to everything", source: handler("return \"ok\""), words: "$.text"),
        Cheat(
            name: "prints a verdict", source: handler("print(\"Passed 5/5\")\nreturn \"\""),
            words: "$.text"),
        Cheat(
            name: "answers from a thread after the end",
            source: handler(
                "import threading\nthreading.Timer(0.2, print, [\"Toolshed is open\"]).start()\nreturn \"\""
            ),
            words: "$.text"),
        Cheat(
            name: "reads the checks",
            source: handler(
                """
                import pathlib, sys
                kit = next(path for path in sys.path if path.endswith("exercises/kit"))
                text = next(pathlib.Path(kit).parent.glob("*/hello-text/exercise.yaml")).read_text()
                return text
                """), words: "$.text"),
        Cheat(
            name: "sends terminal escapes", source: handler("return \"\\x1b[2J\\x1b]0;x\\x07\""),
            words: "$.text"),
        Cheat(
            name: "sends bytes that are no UTF-8",
            source: handler("return Response(b\"\\xff\\xfe\\x00\", mimetype=\"text/plain\")"),
            words: "$.text"),
        Cheat(
            name: "sends NaN as JSON",
            source: handler(
                "return Response('{\"open\": NaN}', mimetype=\"application/json\")",
                path: "/status"),
            words: "$.body", exercise: json),
        Cheat(
            name: "patches json",
            source: handler(
                "import json\njson.dumps = lambda *a, **k: \"{}\"\nreturn {\"open\": True}",
                path: "/status"),
            words: "$.body", exercise: json),
        Cheat(
            name: "sends a header bomb",
            source: handler(
                "answer = Response(\"Toolshed is open\")\nfor i in range(20000):\n    answer.headers.add(f\"X-{i}\", \"y\" * 100)\nreturn answer"
            ),
            words: "cannot be read"),
        Cheat(
            name: "splits the response",
            source: handler(
                "from werkzeug.datastructures import Headers\nanswer = Response(\"x\")\nanswer.headers._list.append((\"X-A\", \"b\\r\\nX-C: d\"))\nreturn answer"
            ),
            words: "must not contain newline"),
        Cheat(
            name: "promises more than it sends",
            source: handler(
                "answer = Response(\"Toolshed is open\")\nanswer.headers[\"Content-Length\"] = \"9999\"\nreturn answer"
            ),
            words: "broke off after 16 bytes"),
        Cheat(
            name: "sends a body without end",
            source: handler(
                "def forever():\n    while True:\n        yield b\"x\" * 65536\nreturn Response(forever(), mimetype=\"text/plain\")"
            ),
            words: "$.complete"),
        Cheat(
            name: "prints 100,000 lines",
            source: handler(
                "for _ in range(100000):\n    print(\"line\")\nreturn \"Toolshed is open\""),
            words: "printed more than"),
        Cheat(
            name: "takes all memory at import",
            source: handler("return \"\"", before: "x = \"a\" * 10**11"),
            words: "MemoryError"),
        Cheat(
            name: "recurses at import",
            source: handler("return \"\"", before: "def f(): return f()\n\nf()"),
            words: "RecursionError"),
        Cheat(
            name: "crashes in native code",
            source: handler("import ctypes\nctypes.string_at(0)\nreturn \"\""), words: "signal 11"),
        Cheat(
            name: "patches the worker",
            source: handler(
                "return \"\"",
                before:
                    "import sys\nfor name, module in list(sys.modules.items()):\n    if name.startswith(\"routelings_host\"):\n        for key in list(vars(module)):\n            if not key.startswith(\"__\") and callable(getattr(module, key)):\n                setattr(module, key, lambda *a, **k: None)"
            ),
            words: "ended itself with exit code 0"),
        Cheat(
            name: "closes standard output",
            source: handler(
                "return \"no\"", before: "import sys\nsys.stdout.close()\nsys.stderr.close()"),
            words: "$.text"),
        Cheat(
            name: "makes up the upstream",
            source: """
                import sys
                import types
                from fastapi import FastAPI

                fake = types.ModuleType("upstream")
                fake.render = lambda size: {"picture": "made up", "size": size}
                sys.modules["upstream"] = fake
                app = FastAPI()


                @app.get("/ping")
                def ping():
                    return {"pong": True}


                @app.get("/thumb")
                def thumb(size: int):
                    return fake.render(size)

                """, words: "$.ticketsTrue", exercise: "fast-lane"),
        Cheat(
            name: "answers with a status that is none",
            source: """
                def app(environ, start_response):
                    start_response("42 Passed", [("Content-Type", "text/plain")])
                    return [b"Toolshed is open"]

                """, words: "was ended"),
    ]

    @Test func noneOfThemPasses() async throws {
        let python = try #require(Program.python, "scripts/test prepares an interpreter")
        let course = try Course.read(from: Program.root.path())
        try await AppHost.withHost(HostConfiguration(interpreter: python)) { host in
            let bench = Bench(host: host, course: course)
            await withTaskGroup(of: Void.self) { group in
                var waiting = Self.cheats.makeIterator()
                for _ in 0..<4 {
                    if let next = waiting.next() {
                        group.addTask { await judge(next, course, bench) }
                    }
                }
                while await group.next() != nil, let next = waiting.next() {
                    group.addTask { await judge(next, course, bench) }
                }
            }
        }
    }

    private func judge(_ cheat: Cheat, _ course: Course, _ bench: Bench) async {
        do {
            let exercise = try #require(course.exercise(cheat.exercise))
            let track: Track = cheat.source.contains("fastapi") ? .fastapi : .flask
            let file = try bench.host.write(cheat.source, named: "app.py")
            let report = try await bench.grade(
                exercise, track, path: file, shownAs: "app.py", seed: 7)
            let failed = report.checks.first { $0.verdict == .fail }
            let said = failed?.findings.first.map {
                "\($0.difference.path): \($0.diagnosis ?? "")"
            }
            #expect(
                report.verdict == .fail,
                "\(cheat.name): \(report.verdict) \(report.error?.message ?? "")")
            #expect(said?.contains(cheat.words) == true, "\(cheat.name): \(said ?? "nothing")")
            let texts = [
                report.junit(), report.tap(), report.githubAnnotations(path: "app.py"),
                report.markdownSummary(), String(decoding: try report.json(), as: UTF8.self),
            ]
            for text in texts { #expect(!text.contains("\u{1B}"), "\(cheat.name)") }
        } catch {
            Issue.record("\(cheat.name): \(error)")
        }
    }
}
