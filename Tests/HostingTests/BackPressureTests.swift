import Hosting
import Synchronization
import Testing

/// A client that reads slowly, or an app that does, holds up its own exchange and fills no memory.
///
/// What was sent and not yet taken is counted; it must stay within what the kernel's socket
/// buffers and our windows hold, however long the body is. The kernel lets the buffers of a
/// loopback connection grow to more than 32 MB, so the bound is twice that, and far from the body.
@Suite(.serialized) struct BackPressureTests {
    private static let total = 200 << 20
    private static let bound = 64 << 20
    private static let step = 20 << 20

    static let downloads = [
        """
        sent = 0
        def app(environ, start_response):
            start_response("200 OK", [])
            if environ["PATH_INFO"] == "/sent":
                return [str(sent).encode()]
            def parts():
                global sent
                for _ in range(200 * 16):
                    sent += 65536
                    yield b"x" * 65536
            return parts()
        """,
        """
        sent = 0
        async def app(scope, receive, send):
            global sent
            assert scope["type"] == "http"
            await send({"type": "http.response.start", "status": 200, "headers": []})
            if scope["path"] == "/sent":
                return await send({"type": "http.response.body", "body": str(sent).encode()})
            for _ in range(200 * 16):
                sent += 65536
                await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})
            await send({"type": "http.response.body"})
        """,
    ]

    @Test(arguments: downloads)
    func holdsUpAnAppWhoseClientReadsSlowly(source: String) async throws {
        try await Learner.withApp(source) {
            $0.limits.request = .seconds(120)
        } _: { hosted in
            try await RawClient.with(port: hosted.port) { client in
                try await client.send("GET / HTTP/1.0\r\n\r\n")
                _ = try await client.skip(1)
                var taken = 0
                while taken < Self.total {
                    let sent = try #require(Int(try await RawClient.get(hosted.port, "/sent").body))
                    #expect(sent - taken < Self.bound)
                    let got = try await client.skip(Self.step)
                    guard got > 0 else { break }
                    taken += got
                }
                #expect(taken >= Self.total)
            }
        }
    }

    static let uploads = [
        """
        import threading
        steps, read, told = threading.Semaphore(0), 0, threading.Condition()
        def app(environ, start_response):
            global read
            start_response("200 OK", [])
            if environ["PATH_INFO"] == "/step":
                steps.release()
                with told:
                    told.wait()
            else:
                while steps.acquire():
                    end = read + (20 << 20)
                    while read < end:
                        data = environ["wsgi.input"].read(65536)
                        if not data:
                            break
                        read += len(data)
                    with told:
                        told.notify_all()
                    if not data or read >= 200 << 20:
                        break
            return [str(read).encode()]
        """,
        """
        import asyncio
        steps, told, read = asyncio.Queue(), asyncio.Queue(), 0
        async def app(scope, receive, send):
            global read
            assert scope["type"] == "http"
            if scope["path"] == "/step":
                steps.put_nowait(1)
                await told.get()
            else:
                more = True
                while more:
                    if read < 200 << 20:
                        await steps.get()
                    end = read + (20 << 20)
                    while more and read < end:
                        message = await receive()
                        read, more = read + len(message["body"]), message["more_body"]
                    told.put_nowait(1)
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": str(read).encode()})
        """,
    ]

    @Test(arguments: uploads)
    func holdsUpAClientWhoseAppReadsSlowly(source: String) async throws {
        let configure: (inout App) -> Void = {
            $0.limits.request = .seconds(120)
            $0.limits.bodyBytes = 2 * Self.total
        }
        try await Learner.withApp(source, configure: configure) { hosted in
            let port = hosted.port
            let sent = ByteCount()
            try await RawClient.with(port: port) { client in
                async let upload: Void = send(client, counting: sent)
                var read = 0
                while read < Self.total {
                    let ahead = sent.value - read
                    #expect(ahead < Self.bound + Self.step)
                    let now = try #require(Int(try await RawClient.get(port, "/step").body))
                    guard now > read else { break }
                    read = now
                }
                #expect(read == Self.total)
                try await upload
                #expect(Reply(try await client.readToEnd()).body == "\(Self.total)")
            }
        }
    }

    private func send(_ client: RawClient, counting sent: ByteCount) async throws {
        try await client.send(
            "POST / HTTP/1.1\r\nhost: h\r\nconnection: close\r\n"
                + "content-length: \(Self.total)\r\n\r\n")
        let chunk = [UInt8](repeating: 0x61, count: 1 << 20)
        for _ in 0..<(Self.total >> 20) {
            try await client.send(chunk)
            sent.add(1 << 20)
        }
    }
}

/// Counts bytes while another thread looks.
private final class ByteCount: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }
    func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
}
