import Foundation
public import Hummingbird
import Logging
import NIOCore
import NIOPosix

/// The program around a learner's routes: takes requests from the server's socket, hands them to
/// the router's responder and sends back what it answers.
public enum Worker {
    /// The connection to the server, opened before the program was started.
    private static let descriptor: Int32 = 3

    /// Serves the routes that `addRoutes` adds, until the server ends the program.
    public static func run(
        _ addRoutes: @Sendable (Router<AppContext>) async throws -> Void
    ) async -> Never {
        // Wide enough for what exercises block on, however few processors there are.
        NIOSingletons.blockingPoolThreadCountSuggestion = 16
        Pool.install()
        let (requests, arrivals) = AsyncStream.makeStream(of: Exchange.self)
        do {
            let wire = try await connect(arrivals)
            Output.connect(wire)
            LoggingSystem.bootstrap { RequestLog(label: $0) }
            try await serve(requests, wire, addRoutes)
        } catch let failure as StartFailure {
            Output.wire?.send(.failed, json: failure)
            await Output.wire?.flush()
        } catch {
            FileHandle.standardError.write(Data("The app could not be served: \(error)\n".utf8))
            exit(71)
        }
        exit(0)
    }

    private static func serve(
        _ requests: AsyncStream<Exchange>, _ wire: Wire,
        _ addRoutes: @Sendable (Router<AppContext>) async throws -> Void
    ) async throws {
        let router = Router(context: AppContext.self)
        do {
            try await addRoutes(router)
        } catch {
            throw StartFailure(error)
        }
        let file = SourceFile()
        do {
            // What Hummingbird asserts in a debug build, said with a place.
            try router.validate()
        } catch {
            throw StartFailure(error, at: file.lastLine(namedIn: "\(error)"), in: file)
        }
        let responder = router.buildResponder()
        let routes = RouteTable(of: router, in: file)
        for (number, handler) in routes.handlers {
            wire.send(.handler, stream: number, json: handler)
        }
        wire.send(.ready, json: Ready(routes: routes.entries))
        await withDiscardingTaskGroup { group in
            for await exchange in requests {
                group.addTask { await exchange.run(responder, routes) }
            }
        }
    }

    private static func connect(_ arrivals: AsyncStream<Exchange>.Continuation) async throws
        -> Wire
    {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        ByteToMessageHandler(FrameDecoder()), FrameReceiver(arrivals: arrivals),
                    ])
                }
            }
            .withConnectedSocket(descriptor).get()
        return Wire(channel: channel)
    }
}

/// What the server is told when the app is ready.
private struct Ready: Encodable {
    var interface = "swift"
    var routes: [RouteTable.Entry]
}

/// What the server is told when `addRoutes` throws, or its routes are at odds.
private struct StartFailure: Error, Encodable {
    struct Place: Encodable {
        var file: String
        var line: Int
    }

    var kind = "exception"
    var traceback: ThrownError
    var location: Place?

    init(_ error: any Error, at line: Int? = nil, in file: SourceFile? = nil) {
        traceback = ThrownError(error)
        if let line, let path = file?.path { location = Place(file: path, line: line) }
    }
}
