import Foundation
import Logging
import Synchronization

/// What the app prints and logs, tied to the request that it prints for.
enum Output {
    /// The request that the running code belongs to; 0 is the app itself.
    @TaskLocal static var stream: UInt32 = 0

    private struct State {
        var wire: Wire?
        /// Lines that have been begun, by request.
        var partial: [UInt32: String] = [:]
    }

    private static let state = Mutex(State())

    /// The connection to the server, once there is one.
    static var wire: Wire? { state.withLock { $0.wire } }

    static func connect(_ wire: Wire) {
        state.withLock { $0.wire = wire }
    }

    /// Prints text for the running request; whole lines are sent at once.
    static func write(_ text: String) {
        let stream = stream
        let lines = state.withLock { state -> String? in
            let whole = state.partial.removeValue(forKey: stream).map { $0 + text } ?? text
            guard let end = whole.lastIndex(of: "\n") else {
                state.partial[stream] = whole
                return nil
            }
            let rest = whole[whole.index(after: end)...]
            if !rest.isEmpty { state.partial[stream] = String(rest) }
            return String(whole[..<end])
        }
        if let lines { send(lines, source: 1, stream) }
    }

    /// Sends the line that a request has begun.
    static func finish(_ stream: UInt32) {
        let rest = state.withLock { $0.partial.removeValue(forKey: stream) }
        if let rest { send(rest, source: 1, stream) }
    }

    /// Sends lines of the log.
    static func log(_ line: String) {
        send(line, source: 2, stream)
    }

    private static func send(_ lines: String, source: UInt8, _ stream: UInt32) {
        wire?.send(lines: lines, source: source, stream: stream)
    }
}

/// Prints as Swift's own does, and tells Routelings which request printed: `log` shows it there.
public func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
    Output.write(items.map { "\($0)" }.joined(separator: separator) + terminator)
}

/// Hands what handlers log to the server, a line each.
struct RequestLog: LogHandler {
    let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(label: String) {
        self.label = label
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let own = event.metadata ?? [:]
        let facts = metadata.merging(own) { $1 }.filter { $0.key != "hb.request.id" }
            .sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        Output.log("\(event.level): \(event.message)\(facts)")
    }
}
