import Foundation
import NIOPosix
import Testing

@testable import Hosting

/// The same routes behind our server and in Hummingbird's own `Application`: alike in status,
/// header fields and body.
@Suite(.serialized, .needsSwiftKit) struct HummingbirdLikenessTests {
    private static let routes = """
        import Foundation
        import Hummingbird
        import RoutelingsKit

        struct Tool: ResponseCodable { var name: String; var fee: Double?; var path = "a/b" }
        struct Odd: Error {}

        func addRoutes(to router: Router<AppContext>) {
            router.get("/") { _, _ in "text" }
            router.get("tool") { _, _ in Tool(name: "drill", fee: 1) }
            router.get("list") { _, _ in [Tool(name: "a"), Tool(name: "b")] }
            router.get("nothing") { _, _ -> Tool? in nil }
            router.get("status") { _, _ in HTTPResponse.Status.accepted }
            router.get("path/:part") { _, context in try context.parameters.require("part") }
            router.get("number/:n") { _, context in
                "\\(try context.parameters.require("n", as: Int.self))"
            }
            router.get("query") { request, _ in
                "\\(request.uri.queryParameters.getAll("a")) \\(request.uri.path)"
            }
            router.get("seen") { request, _ in
                "\\(request.head.authority ?? "-") \\(request.head.path ?? "-") "
                    + request.headers.map { "\\($0.name.canonicalName)=\\($0.value)" }.sorted()
                        .joined(separator: ";")
            }
            router.post("tool") { request, context in
                EditedResponse(
                    status: .created, headers: [.location: "/tool/1"],
                    response: try await request.decode(as: Tool.self, context: context))
            }
            router.post("echo") { request, _ in
                Response(
                    status: .ok, headers: [.contentType: "application/x"],
                    body: .init(byteBuffer: try await request.body.collect(upTo: 1 << 20)))
            }
            router.get("stream") { _, _ in
                Response(status: .ok, body: .init { writer in
                    for word in ["one", "two", "three"] {
                        try await writer.write(ByteBuffer(string: word))
                    }
                    try await writer.finish(nil)
                })
            }
            router.get("large") { _, _ in String(repeating: "x", count: 400_000) }
            router.get("cookies") { _, _ in
                var response = Response(status: .ok)
                response.headers.append(.init(name: .setCookie, value: "a=1"))
                response.headers.append(.init(name: .setCookie, value: "b=2"))
                return response
            }
            router.get("refused") { _, _ -> String in
                throw HTTPError(.forbidden, message: "not you")
            }
            router.get("odd") { _, _ -> String in throw Odd() }
            router.get("moved") { _, _ in Response.redirect(to: "/", type: .normal) }
            router.delete("tool") { _, _ in HTTPResponse.Status.noContent }
            router.head("/") { _, _ in HTTPResponse.Status.ok }
        }

        """

    /// Hummingbird as everybody runs it.
    private static let application = """
        import Foundation
        import Hummingbird
        import RoutelingsKit

        @main enum Start {
            static func main() async throws {
                let router = Router(context: AppContext.self)
                addRoutes(to: router)
                let app = Application(
                    router: router,
                    configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                    onServerRunning: { channel in
                        let line = "port \\(channel.localAddress?.port ?? 0)\\n"
                        FileHandle.standardOutput.write(Data(line.utf8))
                    })
                try await app.runService()
            }
        }

        """

    private static let requests = [
        "GET /", "GET /tool", "GET /list", "GET /nothing", "GET /status", "GET /path/x%20y",
        "GET /path/a/", "GET /number/7", "GET /number/seven", "GET /query?a=1&b=2&a=x%20y",
        "GET /stream", "GET /large", "GET /cookies", "GET /refused", "GET /odd", "GET /moved",
        "GET /nowhere", "PUT /tool", "DELETE /tool", "HEAD /", "HEAD /tool", "OPTIONS /tool",
        "GET //tool", "GET /TOOL", "PATCH /",
    ]
    private static let bodies = [
        ("POST /tool", #"{"name": "saw", "path": "p"}"#), ("POST /tool", "{"),
        ("POST /tool", "[1]"),
        ("POST /tool", ""), ("POST /tool", #"{"fee": true}"#), ("POST /echo", "hello"),
        ("POST /echo", String(repeating: "y", count: 300_000)),
    ]

    @Test func answersAsHummingbirdsOwnServerDoes() async throws {
        try await withApplication { theirs in
            try await SwiftLearner.withFile(Self.routes) { app in
                if case .failed(let failure) = await app.start { Issue.record("\(failure)") }
                for request in Self.requests {
                    let text = "\(request) HTTP/1.1\r\nhost: tools\r\nx-odd: A b\r\n"
                    try await compare(text + "connection: close\r\n\r\n", request, app.port, theirs)
                }
                for (request, body) in Self.bodies {
                    let text = "\(request) HTTP/1.1\r\nhost: tools\r\nconnection: close\r\n"
                    let name = "\(request) \(body.prefix(20))"
                    try await compare(
                        text + "content-length: \(body.utf8.count)\r\n\r\n\(body)", name, app.port,
                        theirs)
                    try await compare(
                        text + "transfer-encoding: chunked\r\n\r\n\(Self.chunked(body))",
                        name + ", chunked", app.port, theirs)
                }
                let seen =
                    "GET /seen?q=1 HTTP/1.1\r\nhost: tools\r\nX-Odd: A b\r\nx-odd: c\r\n"
                    + "cookie: a=1; b=2\r\nconnection: close\r\n\r\n"
                try await compare(seen, "GET /seen", app.port, theirs)
            }
        }
    }

    private func compare(_ text: String, _ name: String, _ ours: Int, _ theirs: Int) async throws {
        let our = try await reply(to: text, ours)
        let their = try await reply(to: text, theirs)
        #expect(our.status == their.status, "\(name)")
        // An encoder writes the members of an object in any order.
        #expect(our.body.sorted() == their.body.sorted(), "\(name)")
        #expect(fields(our) == fields(their), "\(name)")
    }

    private func reply(to text: String, _ port: Int) async throws -> Reply {
        try await RawClient.with(port: port) { client in
            try await client.send(text)
            return Reply(try await client.readToEnd())
        }
    }

    /// What the server writes for itself is its own affair: the date, its name, the connection.
    private func fields(_ reply: Reply) -> [String] {
        reply.fields.map { field in
            let parts = field.split(separator: ":", maxSplits: 1)
            return "\(parts[0].lowercased()):\(parts.count > 1 ? parts[1] : "")"
        }.filter { field in
            !["date:", "server:", "connection:"].contains { field.hasPrefix($0) }
        }.sorted()
    }

    private static func chunked(_ body: String) -> String {
        let half = body.utf8.count / 2
        let parts = [body.prefix(half), body.dropFirst(half)].filter { !$0.isEmpty }
        return parts.map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }.joined()
            + "0\r\n\r\n"
    }

    /// Compiles the routes with Hummingbird's own server around them, and runs that.
    private func withApplication(_ body: (Int) async throws -> Void) async throws {
        let kit = try #require(SwiftLearner.kit)
        let plan = try CompilePlan.read(from: kit.planPath)
        let files = ["Routes.swift": Self.routes, "Application.swift": Self.application]
        try await Learner.withFolder(files) { folder in
            let program = folder + "/program"
            let jobs = plan.jobs(
                source: folder + "/Routes.swift", program: program, scratch: folder)
            for job in jobs {
                let arguments = job.map { $0 == plan.start ? folder + "/Application.swift" : $0 }
                let run = try await CommandRun.blocking { try CommandRun.run(arguments) }
                try #require(run.status == 0, "\(run.output)")
            }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            defer {
                process.terminate()
                process.waitUntilExit()
            }
            let line = try await CommandRun.blocking {
                String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            }
            try await body(try #require(Int(line.split(separator: " ").last?.dropLast() ?? "")))
        }
    }
}
