/// One event of a stream of server-sent events (HTML, section 9.2).
package struct ServerSentEvent: Sendable, Hashable {
    /// The kind of the event, where the stream says one.
    package var event: String?
    /// The data, its lines joined by line feeds.
    package var data: String
    /// The id that was in force when the event ended; nil where there was none yet.
    package var id: String?
    /// The milliseconds that the stream asks to wait before connecting again.
    package var retry: Int?

    /// An event.
    package init(event: String? = nil, data: String, id: String? = nil, retry: Int? = nil) {
        self.event = event
        self.data = data
        self.id = id
        self.retry = retry
    }

    /// The kind of the event; `message` where the stream says none.
    package var type: String { event ?? "message" }

    /// The whole events in `bytes`, in order, each with how many of the bytes end with it.
    static func all(in bytes: [UInt8]) -> [(event: ServerSentEvent, end: Int)] {
        var reader = ServerSentEventReader()
        return bytes.enumerated().flatMap { index, byte in
            reader.take(CollectionOfOne(byte)).map { ($0, index + 1) }
        }
    }
}

/// Reads `text/event-stream` as it arrives.
package struct ServerSentEventReader: Sendable {
    private var line: [UInt8] = []
    private var endedInCR = false
    private var isFirstLine = true
    private var event: String?
    private var data: [String] = []
    private var id: String?
    private var retry: Int?

    /// Starts before the first byte.
    package init() {}

    /// Takes what has arrived; returns the events that it completes, in order.
    ///
    /// An event that is not ended by an empty line is none.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let follows = endedInCR
            endedInCR = byte == 0x0D
            if byte == 0x0A, follows { continue }
            if byte == 0x0A || byte == 0x0D {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        var text = String(decoding: line, as: UTF8.self)
        line = []
        if isFirstLine, text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        isFirstLine = false
        if text.isEmpty { return endEvent() }
        let colon = text.firstIndex(of: ":")
        var value = colon.map { text[text.index(after: $0)...] } ?? ""
        if value.hasPrefix(" ") { value = value.dropFirst() }
        take(field: colon.map { text[..<$0] } ?? text[...], String(value))
        return nil
    }

    private mutating func take(field: Substring, _ value: String) {
        switch field {
        case "event": event = value.isEmpty ? nil : value
        case "data": data.append(value)
        case "id": if !value.contains("\0") { id = value }
        case "retry":
            if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                retry = Int(value)
            }
        default: break
        }
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer { (event, data, retry) = (nil, [], nil) }
        guard !data.isEmpty else { return nil }
        return ServerSentEvent(
            event: event, data: data.joined(separator: "\n"), id: id, retry: retry)
    }
}
