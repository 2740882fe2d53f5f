/// Spans of time drawn as bars below each other, so that what overlaps stands side by side.
package struct Timeline: Sendable {
    /// One bar.
    package struct Span: Sendable {
        /// What stands before the bar.
        package var label: StyledText
        /// Where the bar begins; in any unit, the same for all.
        package var start: Double
        /// Where it ends, not before `start`.
        package var end: Double

        /// A bar.
        package init(_ label: StyledText, from start: Double, to end: Double) {
            self.label = label
            self.start = start
            self.end = end
        }
    }

    /// The bars, from the top.
    package var spans: [Span]

    /// Bars from the top.
    package init(_ spans: [Span]) {
        self.spans = spans
    }

    /// Lines of at most `width` columns: the labels, and the bars on one common scale.
    ///
    /// A bar has at least one cell, however short it is; `unicode` tells what it is made of.
    package func text(width: Int, unicode: Bool) -> StyledText {
        guard let first = spans.map(\.start).min(), let last = spans.map(\.end).max() else {
            return StyledText()
        }
        let widest = spans.map(\.label.width).max() ?? 0
        let cells = max(width - widest - 4, 8)
        let scale = last > first ? Double(cells) / (last - first) : 0
        return spans.map { span in
            let from = min(Int((span.start - first) * scale), cells - 1)
            let to = min(max(Int(((span.end - first) * scale).rounded(.up)), from + 1), cells)
            let gap = String(repeating: " ", count: widest - span.label.width)
            let edge = unicode ? "│" : "|"
            return span.label + "\(gap) \(edge, .faint)"
                + StyledText(String(repeating: " ", count: from))
                + StyledText(String(repeating: unicode ? "█" : "#", count: to - from), .accent)
                + StyledText(String(repeating: " ", count: cells - to)) + "\(edge, .faint)"
        }.joined(separator: "\n")
    }
}
