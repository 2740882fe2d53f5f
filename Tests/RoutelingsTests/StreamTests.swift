import Foundation
import Grading
import Testing

@testable import routelings

/// `ws`, `sse`, `burst` and `trace`: piped in, and typed.
@Suite(.serialized) struct StreamTests {
    private static let app = """
        from fastapi import WebSocket
        from fastapi.responses import StreamingResponse
        @app.websocket("/echo")
        async def echo(ws: WebSocket):
            await ws.accept(subprotocol="chat")
            async for text in ws.iter_text():
                await ws.send_text(text.upper())

        @app.get("/ticks")
        async def ticks():
            async def parts():
                for n in range(3):
                    yield f"event: tick\\ndata: {n}\\n\\n"
            return StreamingResponse(parts(), media_type="text/event-stream")

        meeting = asyncio.Barrier(4)

        @app.get("/meet")
        async def meet():
            await meeting.wait()
            return {"ok": True}


        """

    private func pipe(_ commands: String) async throws -> String {
        try await Program.inFreshHome { program in
            try await program.run(
                ["learn", "--track", "fastapi"] + Program.pythonArguments,
                input: "scratch\n" + Self.app + commands
            ).output
        }
    }

    @Test func pipedLinesAreMessagesAndGetTheirAnswers() async throws {
        let output = try await pipe("ws /echo Sec-WebSocket-Protocol:chat\nhello\n/ping\n")
        #expect(output.contains("subprotocol chat"))
        #expect(output.contains("< HELLO"))
        #expect(output.contains("pong after"))
        #expect(output.contains("Closed with 1000"))
        #expect(!output.contains("\u{1B}"))
    }

    @Test func closingGoesBackToThePrompt() async throws {
        let output = try await pipe("ws /echo\n/close 4002 bye\nws /nothing\nget /ticks\n")
        #expect(output.contains("Closed with 4002: bye."))
        #expect(output.contains("403") && output.contains("did not take the WebSocket"))
        #expect(output.contains("data: 2"))
    }

    @Test func eventsAreShownAsTheyCome() async throws {
        let output = try await pipe("sse /ticks\nsse 1 /ticks\nsse /meet x\n")
        #expect(output.components(separatedBy: "tick  0").count == 3)
        #expect(output.components(separatedBy: "tick  2").count == 2)
        #expect(output.contains("The stream ended after 3 events."))
    }

    @Test func aBurstDrawsWhatOverlapsAndATraceTellsTheRest() async throws {
        let output = try await pipe("trace\nburst 4 get /meet\ntrace\n")
        #expect(output.contains("No request has been through your app yet"))
        #expect(output.contains(" 4 200 "))
        #expect(output.contains("200 ×4"))
        #expect(output.contains("at most 4 inside the app at once"))
        #expect(output.contains("ASGI scope"))
        #expect(output.contains("http.response.start  200"))
    }

    @Test func whatIsNotAddedIsNamedByTheLineThatWasTyped() async throws {
        let output = try await Program.inFreshHome { program in
            try await program.run(
                ["learn", "--track", "flask"] + Program.pythonArguments,
                input: "scratch\nimport no_such_module\n@app.get('/a')\ndef a():\n    return (\n\n"
                    + "@app.get('/b')\n\n"
            ).output
        }
        #expect(output.contains("It was not added. Line 1: there is no module"))
        #expect(output.contains("It was not added. Line 3, column 12: '(' was never closed"))
        #expect(output.contains("It was not added. Line 1: invalid syntax"))
    }

    @Test func flaskTracesItsEnviron() async throws {
        let output = try await Program.inFreshHome { program in
            try await program.run(
                ["learn", "--track", "flask"] + Program.pythonArguments,
                input: "scratch\n@app.get('/a')\ndef a():\n    return 'b'\n\nget /a\ntrace\n"
            ).output
        }
        #expect(output.contains("WSGI environ"))
        #expect(output.contains("PATH_INFO"))
        #expect(output.contains("start_response  200 OK"))
        #expect(output.contains("write  1 byte"))
    }

    @Test func typedLinesAreSentAndCtrlDEndsTheTalkOnly() async throws {
        try await Program.inFreshHome { program in
            let prompt = try Conversation(
                program, ["learn", "--track", "fastapi"] + Program.pythonArguments)
            try await prompt.see("fastapi › ")
            try await typeEcho(at: prompt)
            prompt.type("ws /echo\r")
            try await prompt.see("ws > ")
            prompt.type("hello\r")
            try await prompt.see("< HELLO")
            try await prompt.see("ws > ")
            prompt.type("\u{4}")
            try await prompt.see("Closed with 1000")
            try await prompt.see("scratch ›")
            prompt.type("quit\r")
            #expect(await prompt.end() == 0)
        }
    }

    /// Types the WebSocket of the app into the scratch app.
    private func typeEcho(at prompt: Conversation) async throws {
        prompt.type("scratch\r")
        try await prompt.see("scratch › ")
        let lines = Self.app.split(separator: "\n", omittingEmptySubsequences: false).prefix(8)
        for line in lines {
            // Each line is typed when the prompt asks for it, a new one or to go on.
            let isWhole = line.isEmpty || line.hasPrefix("from ")
            prompt.type(line + "\r")
            try await prompt.see(isWhole ? "Added." : "… ")
            if isWhole { try await prompt.see("scratch › ") }
        }
    }

    @Test func aPlainTalkThatIsBrokenOffSaysSoOnALineOfItsOwn() async throws {
        try await Program.inFreshHome { program in
            let prompt = try Conversation(
                program, ["learn", "--track", "fastapi", "--plain"] + Program.pythonArguments)
            try await prompt.see("fastapi › ")
            try await typeEcho(at: prompt)
            prompt.type("ws /echo\r")
            try await prompt.see("ws > ")
            kill(prompt.process.processIdentifier, SIGINT)
            let told = try await prompt.see("Broken off.")
            #expect(told.first?.isNewline == true, "\(told)")
            let after = try await prompt.see("fastapi scratch › ")
            #expect(after.first?.isNewline == true, "\(after)")
            prompt.type("quit\r")
            #expect(await prompt.end() == 0)
        }
    }

    @Test func theHighWaterMarkCountsWhoIsInsideTogether() {
        #expect(Burst.highWater([(1, 2), (3, 6), (4, 5), (7, nil)]) == 2)
        #expect(Burst.highWater([]) == 0)
        let answers = [200, 503, nil, 200].map { status in
            status.map {
                Grading.Answer(
                    status: $0, headers: [], body: [], clientPort: 0, duration: .zero)
            }
        }
        let burst = Burst(answers: answers, exchanges: [], duration: .zero)
        #expect(burst.highWater == 0)
        #expect(burst.statuses == "no answer ×1, 200 ×2, 503 ×1")
    }
}
