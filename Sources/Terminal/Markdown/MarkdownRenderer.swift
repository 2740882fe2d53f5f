/// Lays Markdown out for a terminal.
package struct MarkdownRenderer: Sendable {
    /// Columns that a line may take.
    package let width: Int
    /// Whether code in prose keeps its backticks, because no colour tells it apart.
    private let marksCode: Bool

    /// A renderer for a width; prose wider than 100 columns is hard to read, so it stops there.
    package init(width: Int, marksCode: Bool = false) {
        self.width = min(max(width, 4), 100)
        self.marksCode = marksCode
    }

    /// The document's text, without a line break at its end.
    ///
    /// Prose is wrapped, tables shrink their columns, and lines of code that do not fit are broken
    /// at the last column, never reflowed.
    package func render(_ markdown: String) -> StyledText {
        layout(MarkdownReader.blocks(of: markdown), width: width)
    }

    private func layout(
        _ blocks: [MarkdownBlock], width: Int, separator: StyledText = "\n\n"
    ) -> StyledText {
        blocks.map { layout($0, width: max(width, 1)) }.joined(separator: separator)
    }

    private func layout(_ block: MarkdownBlock, width: Int) -> StyledText {
        switch block {
        case .heading(let level, let text): heading(prose(text), level: level, width: width)
        case .paragraph(let text): prose(text).wrapped(to: width)
        case .code(let code, let language): self.code(code, language, width: width)
        case .quote(let blocks):
            layout(blocks, width: width - 2).lines
                .map { StyledText("│ ", .faint) + $0 }.joined(separator: "\n")
        case .list(let start, let isTight, let items):
            list(start: start, isTight: isTight, items: items, width: width)
        case .table(let alignments, let rows):
            table(alignments: alignments, rows: rows.map { $0.map(prose) }, width: width)
        case .rule: StyledText(String(repeating: "─", count: width), .faint)
        }
    }

    private func prose(_ text: StyledText) -> StyledText {
        guard marksCode else { return text }
        return text.spans.reduce(into: StyledText()) { marked, span in
            let isCode = span.roles.contains(.code)
            marked.append(isCode ? "`\(span.text)`" : span.text, roles: span.roles)
        }
    }

    /// Levels are told apart without colour: the first is underlined, deeper ones keep a sign.
    private func heading(_ text: StyledText, level: Int, width: Int) -> StyledText {
        let sign = level > 2 ? StyledText(String(repeating: "#", count: level) + " ") : ""
        let title = (sign + text).styled(.heading).wrapped(to: width)
        guard level <= 2 else { return title }
        let line = String(repeating: level == 1 ? "━" : "─", count: min(title.width, width))
        return title + "\n" + StyledText(line, .faint)
    }

    private func code(_ code: String, _ language: CodeLanguage, width: Int) -> StyledText {
        let spaced = code.replacing("\t", with: "    ")
        return SyntaxHighlighter.highlight(spaced, as: language)
            .hardWrapped(to: width - 2).indented(by: 2)
    }

    private func list(
        start: Int?, isTight: Bool, items: [MarkdownItem], width: Int
    ) -> StyledText {
        let markers = items.indices.map { index in
            marker(items[index], number: start.map { $0 + index })
        }
        let indent = markers.map(\.width).max() ?? 0
        let gap: StyledText = isTight ? "\n" : "\n\n"
        return zip(items, markers).map { item, marker in
            let body = layout(item.blocks, width: width - indent, separator: gap)
            let lines = body.lines.enumerated().map { index, line in
                if index == 0 { return marker.padded(to: indent, .trailing) + line }
                return line.isEmpty ? line : StyledText.spaces(indent) + line
            }
            return lines.joined(separator: "\n")
        }.joined(separator: gap)
    }

    private func marker(_ item: MarkdownItem, number: Int?) -> StyledText {
        switch (item.isDone, number) {
        case (true?, _): StyledText("[x] ", .accent)
        case (false?, _): StyledText("[ ] ", .accent)
        case (nil, let number?): StyledText("\(number). ", .accent)
        case (nil, nil): StyledText("• ", .accent)
        }
    }

    private func table(
        alignments: [StyledText.Alignment], rows: [[StyledText]], width: Int
    ) -> StyledText {
        guard let header = rows.first else { return StyledText() }
        let columns = alignments.indices.map { column in
            Table.Column(
                column < header.count ? header[column] : StyledText(),
                alignment: alignments[column])
        }
        var table = Table(columns: columns)
        rows.dropFirst().forEach { table.append($0) }
        return table.layout(width: width)
    }
}
