/// A bar that shows how much of something is done, with the figures beside it.
package struct Bar: Sendable {
    /// How much is done; shown as between 0 and `total`.
    package var value: Int
    /// How much there is.
    package var total: Int

    /// A bar for `value` of `total`.
    package init(_ value: Int, of total: Int) {
        self.value = value
        self.total = total
    }

    /// The bar and its figures, as in `███████░░░░░░░░ 7/15`; `cells` is the bar's own width.
    ///
    /// It is full only when all is done and empty only when nothing is.
    package func text(cells: Int = 15) -> StyledText {
        let filled = filledCells(of: cells)
        return StyledText(String(repeating: "█", count: filled), .pass)
            + StyledText(String(repeating: "░", count: cells - filled), .faint)
            + StyledText(" \(value)/\(total)")
    }

    private func filledCells(of cells: Int) -> Int {
        guard total > 0, cells > 0, value > 0 else { return 0 }
        guard value < total else { return cells }
        let exact = (Double(value) / Double(total) * Double(cells)).rounded()
        return min(max(Int(exact), 1), max(cells - 1, 0))
    }
}
