import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// One request in the app, from its arrival to the end of its response.
final class Exchange: Sendable {
    let stream: UInt32
    private let request: ReceivedRequest
    private let wire: Wire
    private let body: StreamedBody?
    private let flow: FlowControl
    private let trace: Trace?

    init(stream: UInt32, request: ReceivedRequest, wire: Wire) {
        self.stream = stream
        self.request = request
        self.wire = wire
        flow = FlowControl()
        trace = Trace.isOn ? Trace(request) : nil
        body = request.hasMore ? StreamedBody(stream: stream, wire: wire) : nil
        if let body, request.body.readableBytes > 0 { body.receive(request.body) }
    }

    /// Asks the responder and sends what it answers, as Hummingbird's own server does.
    func run(_ responder: RouterResponder<AppContext>, _ routes: RouteTable) async {
        let entered = wire.nextPlace()
        let handler = await Output.$stream.withValue(stream) {
            await answer(responder, routes)
        }
        Output.finish(stream)
        trace?.send(wire, stream)
        let left = wire.nextPlace()
        wire.send(.left, stream: stream) {
            $0.writeMultipleIntegers(entered, left, handler, endianness: .little)
        }
    }

    /// - Returns: the number of the route that was taken, 0 for none.
    private func answer(
        _ responder: RouterResponder<AppContext>, _ routes: RouteTable
    ) async -> UInt32 {
        var logger = Logger(label: "Hummingbird")
        logger[metadataKey: "hb.request.id"] = .stringConvertible(RequestID())
        let context = AppContext(source: .init(channel: wire.channel, logger: logger))
        let answer = await withLogger(logger) { _ in await response(responder, context, routes) }
        let handler = routes.number(of: request.head.method, context.endpointPath)
        let taken = routes.entry(handler)
        trace?.note("route", taken?.function ?? "none", taken.map { $0.path } ?? "")
        await send(answer, by: routes.handler(handler))
        return handler
    }

    private func response(
        _ responder: RouterResponder<AppContext>, _ context: AppContext, _ routes: RouteTable
    ) async -> Response {
        let body = body.map { RequestBody(asyncSequence: $0) } ?? RequestBody(buffer: request.body)
        do {
            return try await responder.respond(
                to: Request(head: request.head, body: body), context: context)
        } catch {
            let handler = routes.number(of: request.head.method, context.endpointPath)
            raised(error, by: routes.handler(handler))
            return Response(status: .internalServerError, body: .init())
        }
    }

    private func send(_ response: Response, by handler: RouteTable.Handler?) async {
        let fields = response.headers.map { "\($0.name.rawName): \($0.value)" }
        trace?.note("respond", "\(response.status)", fields.joined(separator: ", "))
        let sender = ResponseSender(response, stream: stream, wire: wire, flow: flow)
        do {
            try await response.body.write(BodyWriter(sender: sender, trace: trace))
        } catch is ClientLeft {
            return
        } catch {
            raised(error, by: handler)
        }
        sender.abortUnlessDone()
    }

    /// An error that nobody caught: its description is for the learner, never for the client.
    private func raised(_ error: any Error, by handler: RouteTable.Handler?) {
        wire.send(.traceback, stream: stream, json: ThrownError(error, by: handler))
    }

    // MARK: What the server says meanwhile

    func receive(_ bytes: ByteBuffer) {
        body?.receive(bytes)
    }

    func receiveEnd() {
        body?.finish()
    }

    func grant(_ count: Int) {
        flow.grant(count)
    }

    /// The client is gone: the handler runs on, but what it writes goes nowhere.
    func clientLeft() {
        body?.finish()
        flow.close()
    }
}
