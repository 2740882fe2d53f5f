import Foundation
import Hosting
import Testing

/// What a nursery goes through once so that no worker has to.
@Suite struct RehearsalTests {
    @Test func aWorkerImportsNothingMoreOfFastAPI() async throws {
        let imported = try await modulesImported(
            """
            import sys

            before = set(sys.modules)
            from typing import Literal
            from fastapi import FastAPI
            from pydantic import BaseModel, Field

            app = FastAPI()

            class Tool(BaseModel):
                name: str = Field(min_length=1)
                condition: Literal["new", "worn"]

            @app.get("/tools/{number}")
            async def read(number: int) -> Tool:
                return Tool(name="saw", condition="new")

            @app.post("/")
            async def modules(tool: Tool) -> list[str]:
                return sorted(set(sys.modules) - before - {__name__})

            """, preload: ["fastapi", "anyio._backends._asyncio"])
        #expect(imported == [])
    }

    @Test func aWorkerImportsNothingMoreOfFlask() async throws {
        let imported = try await modulesImported(
            """
            import sys

            before = set(sys.modules)
            from flask import Flask, jsonify, request, session

            app = Flask(__name__)
            app.secret_key = "a"

            @app.post("/")
            def modules():
                session["name"] = request.get_json()["name"]
                return jsonify(sorted(set(sys.modules) - before - {__name__}))

            """, preload: ["flask"])
        #expect(imported == [])
    }

    /// A rehearsal runs an event loop; `asyncio.run` would leave none current after it.
    @Test func leavesAnEventLoopToBeMadeInAWorker() async throws {
        try await Learner.withApp(
            "import asyncio\nloop = asyncio.get_event_loop_policy().get_event_loop()\n"
                + "def app(environ, start_response): ...\n",
            configure: { $0.preload = ["fastapi"] },
            { hosted in
                guard case .ready = await hosted.start else {
                    Issue.record("\(await hosted.start)")
                    return
                }
            })
    }

    private func modulesImported(_ source: String, preload: [String]) async throws -> [String] {
        try await Learner.withApp(source, configure: { $0.preload = preload }) { hosted in
            let body = #"{"name": "saw", "condition": "new"}"#
            let reply = try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                        + "content-type: application/json\r\n"
                        + "content-length: \(body.utf8.count)\r\n\r\n\(body)")
                return Reply(try await client.readToEnd())
            }
            return try JSONDecoder().decode([String].self, from: Data(reply.body.utf8))
        }
    }
}
