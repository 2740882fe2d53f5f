/// Rows of cells in aligned columns that wrap to fit a width.
package struct Table: Sendable {
    /// How one column is laid out.
    package struct Column: Sendable {
        /// Shown above the column, or nil for none.
        package var header: StyledText?
        /// Where a cell's text stands.
        package var alignment: StyledText.Alignment
        /// Whether the column may become narrower than its widest cell.
        package var canWrap: Bool

        /// A column.
        package init(
            _ header: StyledText? = nil, alignment: StyledText.Alignment = .leading,
            canWrap: Bool = true
        ) {
            self.header = header
            self.alignment = alignment
            self.canWrap = canWrap
        }
    }

    private let columns: [Column]
    private var rows: [[StyledText]] = []
    private static let gap = 2
    private static let narrowest = 4

    /// A table without rows; a header line and a rule are shown if any column has a header.
    package init(columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; missing cells are empty and cells beyond the columns are left out.
    package mutating func append(_ cells: [StyledText]) {
        rows.append(columns.indices.map { $0 < cells.count ? cells[$0] : StyledText() })
    }

    /// The table's lines, at most `width` columns wide if its columns can shrink that far.
    package func layout(width: Int) -> StyledText {
        let widths = fittedWidths(to: width)
        var lines: [StyledText] = []
        if columns.contains(where: { $0.header != nil }) {
            let header = columns.map { ($0.header ?? StyledText()).styled(.strong) }
            lines.append(row(header, widths: widths))
            let rules = widths.map { StyledText(String(repeating: "─", count: $0), .faint) }
            lines.append(rules.joined(separator: StyledText.spaces(Self.gap)))
        }
        lines += rows.map { row($0, widths: widths) }
        return lines.joined(separator: "\n")
    }

    private func row(_ cells: [StyledText], widths: [Int]) -> StyledText {
        let wrapped = zip(cells, widths).map { $0.wrapped(to: max($1, 1)).lines }
        let height = wrapped.map(\.count).max() ?? 0
        return (0..<height).map { line in
            columns.indices.map { column in
                let text = line < wrapped[column].count ? wrapped[column][line] : StyledText()
                let isLast = column == columns.count - 1
                return isLast && columns[column].alignment == .leading
                    ? text : text.padded(to: widths[column], columns[column].alignment)
            }.joined(separator: StyledText.spaces(Self.gap)).trimmedAtEnd()
        }.joined(separator: "\n")
    }

    /// The widest cell of each column, then the widest column narrowed until the row fits.
    private func fittedWidths(to width: Int) -> [Int] {
        var widths = columns.indices.map { column in
            max(
                (rows.map { $0[column].width } + [columns[column].header?.width ?? 0]).max() ?? 0, 1
            )
        }
        var excess = widths.reduce(0, +) + Self.gap * max(columns.count - 1, 0) - width
        while excess > 0 {
            let candidates = widths.indices
                .filter { columns[$0].canWrap && widths[$0] > Self.narrowest }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}

extension StyledText {
    /// The line without spaces at its end.
    func trimmedAtEnd() -> StyledText {
        var spans = spans
        while let last = spans.last {
            let kept = last.text.reversed().drop { $0 == " " }.reversed()
            if kept.count == last.text.count { break }
            spans.removeLast()
            if !kept.isEmpty {
                spans.append(Span(text: String(kept), roles: last.roles))
                break
            }
        }
        var result = StyledText()
        for span in spans { result.append(span.text, roles: span.roles) }
        return result
    }
}
