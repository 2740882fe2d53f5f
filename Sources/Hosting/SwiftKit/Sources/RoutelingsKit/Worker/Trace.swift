import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// The story of one request, for `trace`: what the responder was given and what it did, with times
/// in seconds since the request began.
final class Trace: Sendable {
    private struct Event: Encodable {
        var at: Double
        var call: String
        var what: String
        var detail: String
    }

    private struct Told: Encodable {
        var interface = "swift"
        var began: Double
        var entered = 0.0
        var left: Double
        var given: [[String]]
        var events: [Event]
    }

    /// Of a stream without end the beginning says enough.
    private static let most = 200
    /// Whether anybody asks for traces.
    static let isOn = ProcessInfo.processInfo.environment["ROUTELINGS_TRACES"] == "1"

    private let began = ProcessInfo.processInfo.systemUptime
    private let given: [[String]]
    private let events = Mutex<[Event]>([])

    init(_ request: ReceivedRequest) {
        let head = request.head
        let size = request.hasMore ? "arriving" : "\(request.body.readableBytes) bytes"
        given =
            [
                ["method", head.method.rawValue], ["path", head.path ?? ""],
                ["authority", head.authority ?? ""],
            ] + head.headerFields.map { ["headerFields", "\($0.name.rawName): \($0.value)"] }
            + [["body", size]]
    }

    func note(_ call: String, _ what: String, _ detail: String = "") {
        let event = Event(at: now, call: call, what: what, detail: String(detail.prefix(400)))
        events.withLock { if $0.count < Self.most { $0.append(event) } }
    }

    func send(_ wire: Wire, _ stream: UInt32) {
        let told = Told(
            began: began, left: now, given: given, events: events.withLock { $0 })
        wire.send(.trace, stream: stream, json: told)
    }

    private var now: Double { ProcessInfo.processInfo.systemUptime - began }
}
