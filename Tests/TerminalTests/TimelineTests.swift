import Terminal
import Testing

@Suite struct TimelineTests {
    private let spans = [
        Timeline.Span("a", from: 10, to: 20), Timeline.Span("bcd", from: 15, to: 15),
        Timeline.Span("e", from: 29.9, to: 30),
    ]

    @Test func drawsBarsOnOneScale() {
        #expect(
            Timeline(spans).text(width: 27, unicode: true).plain == """
                a   │██████████          │
                bcd │     █              │
                e   │                   █│
                """)
    }

    @Test func needsNoUnicodeAndNoColour() {
        let text = Timeline([.init("a", from: 0, to: 1)]).text(width: 13, unicode: false).plain
        #expect(text == "a |########|")
    }

    @Test(arguments: [20, 60, 80]) func fitsItsWidth(width: Int) {
        #expect(Timeline(spans).text(width: width, unicode: true).width <= width)
    }

    @Test func drawsNothingForNothing() {
        #expect(Timeline([]).text(width: 60, unicode: true).isEmpty)
    }
}
