import Foundation
import Hosting
import Testing

/// Each way in which a file can fail to become an app, with the text that the learner gets.
@Suite(.serialized) struct StartFailureTests {
    @Test func namesTheLineAndColumnOfASyntaxError() async throws {
        let failure = try #require(await Learner.failure("app = 1\ndef f(:\n    pass\n"))
        #expect(failure.kind == .syntax)
        #expect(failure.location?.line == 2)
        #expect(failure.location?.column == 7)
        #expect(failure.message.hasPrefix("Line 2, column 7: invalid syntax"))
    }

    @Test func namesTheLineOfAnExceptionAtImport() async throws {
        let failure = try #require(await Learner.failure("x = 1\n1 / 0\n"))
        #expect(failure.kind == .exception)
        #expect(failure.message == "Line 2: ZeroDivisionError: division by zero")
        #expect(failure.location?.source == "1 / 0")
    }

    @Test func saysWhichPackageIsMissing() async throws {
        let failure = try #require(await Learner.failure("import nosuchthing\n"))
        #expect(failure.kind == .moduleNotFound)
        #expect(failure.message.contains("`pip install nosuchthing`"))
    }

    @Test func saysThatNoServerIsNeeded() async throws {
        let failure = try #require(await Learner.failure("import uvicorn\n"))
        #expect(failure.message.contains("Routelings serves the app"))
    }

    @Test func saysWhereTheMissingFileShouldBe() async throws {
        try await Learner.withHost { host in
            try await host.withApp(App(.file("/nowhere/app.py"))) { hosted in
                guard case .failed(let failure) = await hosted.start else {
                    Issue.record("started")
                    return
                }
                #expect(failure.kind == .fileMissing)
                #expect(failure.message.contains("/nowhere/app.py"))
            }
        }
    }

    @Test func suggestsTheVariableThatLooksLikeAnApp() async throws {
        let failure = try #require(
            await Learner.failure("from flask import Flask, request\napplication = Flask('x')\n"))
        #expect(failure.kind == .noApp)
        #expect(
            failure.message
                == "The file must define a variable named `app`. Did you mean `application`?")
    }

    @Test(arguments: [
        "class Site:\n    def __call__(self, environ, start_response): pass\nsite = Site()\n",
        "class Site:\n    async def __call__(self, scope, receive, send): pass\nsite = Site()\n",
    ])
    func suggestsAnAppOfAnUnknownFramework(source: String) async throws {
        let failure = try #require(await Learner.failure(source))
        #expect(failure.message.hasSuffix("Did you mean `site`?"))
    }

    @Test(arguments: ["app", "create_app", "create_app()"])
    func saysThatAFunctionMakesTheApp(callable: String) async throws {
        let source = "def create_app(config=None):\n    return lambda environ, start: []\n"
        let failure = try #require(
            await Learner.failure(source) { $0.source = $0.source.with(callable: callable) })
        #expect(failure.kind == (callable == "app" ? .noApp : .factory))
        #expect(failure.message.contains("put `app = create_app()` into a file"))
    }

    @Test func saysWhatStandsInThePlaceOfTheApp() async throws {
        let failure = try #require(await Learner.failure("app = 3\n"))
        #expect(failure.kind == .notCallable)
        #expect(failure.message.contains("`app` is an int"))
    }

    @Test func saysThatTheAppIsNone() async throws {
        let failure = try #require(await Learner.failure("app = None\n"))
        #expect(failure.kind == .isNone)
    }

    @Test(arguments: [
        "import time\n\ntime.sleep(60)\n", "x = 0\n\nwhile True: x += 1\n",
    ])
    func saysWhereALoadThatNeverEndsStands(source: String) async throws {
        let failure = try #require(
            await Learner.failure(source) { $0.limits.startup = .seconds(2) })
        #expect(failure.kind == .timedOut)
        #expect(failure.location?.line == 3)
        #expect(failure.message.contains("It stands at line 3"))
    }

    @Test(arguments: [
        "from flask import Flask\napp = Flask(__name__)\napp.run()\n",
        "from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\n",
        "import socket\n\nsocket.create_server(('127.0.0.1', 0))\n",
    ])
    func saysThatTheFileOpensAPortOfItsOwn(source: String) async throws {
        let failure = try #require(await Learner.failure(source))
        #expect(failure.kind == .ownServer)
        #expect(failure.location?.line == 3)
        #expect(failure.message.contains("under `if __name__ == \"__main__\":`"))
    }

    @Test(arguments: ["import os\nos._exit(0)\n", "import sys\nsys.exit(3)\n"])
    func saysThatTheFileEndsTheProgram(source: String) async throws {
        let failure = try #require(await Learner.failure(source))
        #expect(failure.kind == .exited)
        #expect(failure.message.contains("exit code \(source.contains("3") ? 3 : 0)"))
    }

    @Test func saysWhichSignalEndedTheProgram() async throws {
        let failure = try #require(
            await Learner.failure("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n"))
        #expect(failure.kind == .killed)
        #expect(failure.message.contains("signal 11 (a crash in native code)"))
    }

    @Test func stopsAtTheMemoryLimit() async throws {
        let failure = try #require(await Learner.failure("x = bytearray(8 << 30)\n"))
        #expect(failure.exceptionType == "MemoryError")
        #expect(failure.location?.line == 1)
    }

    @Test(arguments: [
        "while True:\n    print('again')\n",
        "import os\nwhile True:\n    os.write(1, b'again\\n' * 100)\n",
    ])
    func stopsAProgramThatPrintsWithoutEnd(source: String) async throws {
        let failure = try #require(await Learner.failure(source))
        #expect(failure.kind == .outputLimit)
        #expect(failure.message.contains("1048576 bytes"))
    }

    @Test func saysWhatFailedInTheLifespan() async throws {
        let source = """
            from contextlib import asynccontextmanager
            from fastapi import FastAPI

            @asynccontextmanager
            async def lifespan(app):
                raise ValueError("no database")
                yield

            app = FastAPI(lifespan=lifespan)
            """
        let failure = try #require(await Learner.failure(source))
        #expect(failure.kind == .lifespan)
        #expect(failure.location?.line == 6)
        #expect(failure.message.contains("ValueError: no database"))
    }

    @Test func survivesAForkAtImport() async throws {
        let source = """
            import os
            if os.fork() == 0:
                marker = 'child'

            def app(environ, start_response):
                start_response('200 OK', [])
                return [str(os.getpid()).encode()]
            """
        try await Learner.withApp(source) { hosted in
            let first = try await RawClient.get(hosted.port, "/").body
            let second = try await RawClient.get(hosted.port, "/").body
            #expect(first == second)
            #expect(!first.isEmpty)
        }
    }

    @Test func takesRubbishOnEveryDescriptorForTheAppsEnd() async throws {
        let source = """
            import os
            for fd in range(1, 64):
                try:
                    os.write(fd, b"rubbish" * 100)
                except OSError:
                    pass
            import time
            time.sleep(60)
            """
        let failure = try #require(await Learner.failure(source))
        #expect(failure.kind == .corrupted)
        #expect(failure.message.contains("not its own"))
    }

    @Test func keepsWhatWasPrintedBeforeTheFailure() async throws {
        let failure = try #require(await Learner.failure("print('so far')\n1 / 0\n"))
        #expect(failure.log.contains("so far"))
    }

    /// The real frameworks raise these; the right column is what the learner reads.
    static let wellKnown: [(source: String, text: String)] = [
        (
            """
            from flask import Flask
            app = Flask(__name__)
            @app.get("/a")
            def x(): return ""
            @app.get("/b")
            def x(): return ""
            """, "Two handlers are registered under the name x: rename one"
        ),
        (
            """
            from flask import Flask
            app = Flask(__name__)
            @app.get("a")
            def x(): return ""
            """, "Start the path with `/`."
        ),
        (
            """
            from flask import Flask
            app = Flask(__name__)
            @app.get("/<integer:n>")
            def x(n): return ""
            """, "Flask's converter is `int`"
        ),
        (
            """
            from flask import Blueprint, Flask
            app = Flask(__name__)
            b = Blueprint("b", __name__)
            app.register_blueprint(b)
            @b.get("/")
            def x(): return ""
            """, "register it below its last route."
        ),
        (
            """
            from fastapi import Depends, FastAPI
            app = FastAPI()
            def dep(): return 1
            @app.get("/")
            def x(d=Depends(dep())): return d
            """, "Give Depends the function itself, without calling it."
        ),
        (
            """
            from fastapi import FastAPI
            app = FastAPI()
            class Tool: pass
            @app.get("/")
            def x() -> Tool: return Tool()
            """, "A parameter has a type FastAPI cannot read from a request"
        ),
        (
            """
            from fastapi import APIRouter
            router = APIRouter(prefix="/x/")
            app = router
            """, "drop the one at its end."
        ),
        (
            """
            from fastapi import APIRouter
            app = APIRouter(prefix="x")
            """, "Start the prefix with `/`."
        ),
        (
            """
            from starlette.applications import Starlette
            from starlette.routing import Route
            async def x(request): pass
            app = Starlette(routes=[Route("x", x)])
            """, "Start the path with `/`."
        ),
        (
            """
            from flask import Flask
            app = Flask(__name__)
            @app.get("/<number:n>")
            def x(n): return ""
            """, "Flask knows no converter number."
        ),
        (
            """
            import sys
            sys.modules["python_multipart"] = sys.modules["multipart"] = None
            from fastapi import FastAPI, Form
            app = FastAPI()
            @app.post("/")
            def x(name: str = Form()): return name
            """, "Forms need `pip install python-multipart`."
        ),
    ]

    /// These are raised by the first request.
    static let wellKnownLater: [(source: String, text: String)] = [
        (
            """
            import sys
            from flask import Flask
            app = Flask(__name__)
            sys.modules["asgiref.sync"] = None
            @app.get("/")
            async def x(): return ""
            """, "An `async def` view needs `pip install \"flask[async]\"`."
        ),
        (
            """
            from flask import Flask, session
            app = Flask(__name__)
            @app.get("/")
            def x():
                session["seen"] = True
                return ""
            """, "`session` needs `app.secret_key`."
        ),
    ]

    @Test(arguments: wellKnownLater)
    func explainsAWellKnownMessageOfARequest(source: String, text: String) async throws {
        try await Learner.withApp(source) { hosted in
            let status = try await RawClient.get(hosted.port, "/").status
            #expect(status == 500 || status == 502)
            let raised = await hosted.record().exchanges.first?.traceback
            let known =
                raised.flatMap {
                    StartUpDiagnosis.wellKnown(type: $0.type, message: $0.message, log: "")
                }
            let failure: StartFailure? =
                if case .failed(let failure) = await hosted.start { failure } else { nil }
            #expect(known == text || failure?.message.contains(text) == true)
        }
    }

    @Test(arguments: wellKnown)
    func explainsAWellKnownMessage(source: String, text: String) async throws {
        let failure = try #require(await Learner.failure(source))
        #expect(failure.message.contains(text))
        #expect(failure.message.hasPrefix("Line "))
    }

    @Test func saysHowAFileOfAPackageIsServed() async throws {
        let failure = try #require(await Learner.failure("from . import words\n"))
        #expect(failure.message.contains("serve it as package.module:app"))
    }

    @Test func leavesAnUnknownMessageAlone() {
        #expect(StartUpDiagnosis.wellKnown(type: "ValueError", message: "other", log: "") == nil)
    }

    @Test func saysHowAFileInUTF16IsToBeSaved() async throws {
        try await Learner.withFolder([:]) { folder in
            let file = "\(folder)/app.py"
            try "app = 1\n".write(toFile: file, atomically: true, encoding: .utf16)
            try await Learner.withHost { host in
                try await host.withApp(App(.file(file))) { hosted in
                    guard case .failed(let failure) = await hosted.start else {
                        Issue.record("started")
                        return
                    }
                    #expect(failure.message.hasSuffix("was saved as UTF-16: save it as UTF-8."))
                }
            }
        }
    }

    /// Without it, leaving would wait for a file that hangs.
    @Test func aCancelledTaskWaitsForNoStart() async throws {
        try await Learner.withApp("import time\ntime.sleep(600)\n") { hosted in
            let start = Task { await hosted.start }
            start.cancel()
            guard case .failed(let failure) = await start.value else {
                Issue.record("started")
                return
            }
            #expect(failure.message == HostingError.closed.description)
        }
    }
}

extension App.Source {
    /// The same file with another callable.
    fileprivate func with(callable: String) -> Self {
        if case .file(let path, _) = self { .file(path, callable: callable) } else { self }
    }
}
