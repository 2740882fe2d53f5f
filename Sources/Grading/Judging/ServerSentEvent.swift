import Course

/// One event of a `text/event-stream` (HTML, section 9.2.6).
struct ServerSentEvent: Sendable, Hashable {
    var id: String?
    var name: String?
    var data: String
    var retry: Int?
    /// How many bytes of the stream come before the end of this event.
    var end: Int

    /// The whole events in `bytes`, in order: an event ends with an empty line.
    ///
    /// As a browser has it, an event without data is none, and an id stays for those that follow.
    static func all(in bytes: [UInt8]) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var lastID: String?
        var (name, data, retry) = (String?.none, [String](), Int?.none)
        for (line, end) in lines(of: bytes) {
            guard !line.isEmpty else {
                if !data.isEmpty {
                    events.append(
                        ServerSentEvent(
                            id: lastID, name: name, data: data.joined(separator: "\n"),
                            retry: retry, end: end))
                }
                (name, data, retry) = (nil, [], nil)
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1].dropFirst(parts[1].first == " " ? 1 : 0) : ""
            switch parts[0] {
            case "id": lastID = String(value)
            case "event": name = String(value)
            case "data": data.append(String(value))
            case "retry": retry = Int(value)
            default: break  // a comment, or a field that nobody knows
            }
        }
        return events
    }

    /// The lines, each with the place of its end; one that is not ended is not there yet.
    private static func lines(of bytes: [UInt8]) -> [(line: String, end: Int)] {
        var lines: [(String, Int)] = []
        var start = 0
        var index = 0
        let (feed, carriage) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == feed || byte == carriage else { continue }
            let text = String(decoding: bytes[start..<(index - 1)], as: UTF8.self)
            if byte == carriage, index < bytes.count, bytes[index] == feed { index += 1 }
            lines.append((text, index))
            start = index
        }
        return lines
    }

    /// The event as an observation has it; `at` is when it was complete, in milliseconds.
    func observed(at time: Double) -> JSON {
        var members: [String: JSON] = ["data": .string(data), "at": .double(time)]
        if let id { members["id"] = .string(id) }
        if let name { members["event"] = .string(name) }
        if let retry { members["retry"] = .int(retry) }
        if let json = JSON(parsing: data) { members["json"] = json }
        return .object(members)
    }
}
