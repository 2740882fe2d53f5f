import Grading
import Testing

/// What the HTML standard (9.2.6) says about streams of events.
@Suite struct ServerSentEventTests {
    private static let cases: [(String, [ServerSentEvent])] = [
        ("data: a\n\n", [.init(data: "a")]),
        ("data:a\r\rdata:  b\r\n\r\n", [.init(data: "a"), .init(data: " b")]),
        ("\u{FEFF}event: tick\ndata: 1\ndata: 2\n\n", [.init(event: "tick", data: "1\n2")]),
        (
            "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
            [.init(data: "a", id: "1"), .init(data: "b", id: "1"), .init(data: "c", id: "")]
        ),
        (": a comment\n\nevent: none\n\ndata\n\n", [.init(data: "")]),
        ("other: x\ndata: unfinished\n", []),
        ("id: a\0b\nretry: x\nretry: 30\ndata: a\n\n", [.init(data: "a", retry: 30)]),
    ]

    @Test(arguments: [Int.max, 1, 3])
    func readsEventsHoweverTheyAreCut(stride: Int) {
        for (text, events) in Self.cases {
            var reader = ServerSentEventReader()
            let bytes = Array(text.utf8)
            var found: [ServerSentEvent] = []
            for start in Swift.stride(from: 0, to: bytes.count, by: min(stride, bytes.count)) {
                found += reader.take(bytes[start..<min(start + min(stride, 99), bytes.count)])
            }
            #expect(found == events, "\(text)")
        }
    }

    @Test func aTimeToWaitIsDigitsOnly() {
        var reader = ServerSentEventReader()
        let events = reader.take("retry: 1500\nretry: -1\ndata: a\n\ndata: b\n\n".utf8)
        #expect(events.map(\.retry) == [1500, nil])
    }
}
