import Hosting
import Testing

@Suite(.serialized) struct ServingTests {
    static let flask = """
        from flask import Flask, request

        app = Flask(__name__)

        @app.get("/tools/<int:tool_id>")
        def tool(tool_id):
            print("looking for", tool_id)
            return {"id": tool_id}

        @app.get("/broken")
        def broken():
            return {}["missing"]

        @app.post("/echo")
        def echo():
            return request.get_data()
        """
    static let fastapi = """
        from fastapi import FastAPI, Request
        from fastapi.responses import Response
        app = FastAPI()

        @app.get("/tools/{tool_id}")
        async def tool(tool_id: int):
            print("looking for", tool_id)
            return {"id": tool_id}

        @app.get("/broken")
        async def broken():
            return {}["missing"]

        @app.post("/echo")
        async def echo(request: Request):
            return Response(await request.body(), media_type="application/octet-stream")
        """

    @Test(arguments: [(flask, App.Interface.wsgi), (fastapi, .asgi)])
    func servesAFramework(source: String, interface: App.Interface) async throws {
        try await Learner.withApp(source) { hosted in
            guard case .ready(let facts) = await hosted.start else {
                Issue.record("not ready: \(await hosted.start)")
                return
            }
            #expect(facts.interface == interface)
            let route = try #require(facts.routes.first { $0.path.hasPrefix("/tools/") })
            #expect(route.handler.function == "tool")
            #expect(route.handler.line == 6)

            let reply = try await RawClient.get(hosted.port, "/tools/7")
            #expect(reply.status == 200)
            #expect(reply.body.filter { !" \n".contains($0) } == #"{"id":7}"#)
            #expect(reply.field("server") == "routelings")
            #expect(reply.field("date")?.hasSuffix(" GMT") == true)

            let record = await hosted.record()
            let exchange = try #require(record.exchanges.first)
            #expect(exchange.clientPort == reply.clientPort)
            #expect(exchange.ordinal == 1)
            #expect(exchange.status == 200)
            #expect(exchange.entered == 1)
            #expect(exchange.left == 2)
            #expect(exchange.handler?.line == 6)
            #expect(exchange.log.map(\.text) == ["looking for 7"])
            #expect(exchange.outcome == .answered)
        }
    }

    @Test(arguments: [flask, fastapi])
    func tiesATracebackToItsRequest(source: String) async throws {
        try await Learner.withApp(source) { hosted in
            let reply = try await RawClient.get(hosted.port, "/broken")
            #expect(reply.status == 500)
            let exchange = try #require(await hosted.record().exchanges.first)
            let traceback = try #require(exchange.traceback)
            #expect(traceback.type == "KeyError")
            #expect(traceback.frames.last?.line == 12)
            #expect(traceback.frames.last?.source == #"return {}["missing"]"#)
            #expect(exchange.log.contains { $0.text.contains("KeyError") })
        }
    }

    @Test(arguments: [flask, fastapi])
    func echoesAStreamedBody(source: String) async throws {
        try await Learner.withApp(source) { hosted in
            let body = [UInt8](repeating: 0x61, count: 3_000_000)
            let text = try await RawClient.with(port: hosted.port) { client in
                try await client.send(
                    "POST /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                        + "content-length: \(body.count)\r\n\r\n")
                try await client.send(body)
                return try await client.readToEnd()
            }
            #expect(Reply(text).status == 200)
            #expect(Reply(text).body.utf8.count == body.count)
        }
    }
}
