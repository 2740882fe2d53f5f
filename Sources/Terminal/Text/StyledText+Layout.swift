extension StyledText {
    /// Where text stands in a field that is wider than it.
    package enum Alignment: Sendable, Equatable {
        case leading, centre, trailing
    }

    /// Lines of at most `width` columns, broken at spaces; a word that is longer is broken inside.
    ///
    /// - Parameters:
    ///   - width: Columns for text and indent together; at least 1 column of text is kept.
    ///   - indent: Put before the first line.
    ///   - hanging: Put before every later line; the indent's width in spaces when nil.
    /// - Returns: The lines, with line breaks between them.
    package func wrapped(
        to width: Int, indent: StyledText = "", hanging: StyledText? = nil
    ) -> StyledText {
        let hanging = hanging ?? StyledText(String(repeating: " ", count: indent.singleLineWidth))
        let room = max(width - max(indent.singleLineWidth, hanging.singleLineWidth), 1)
        let broken = lines.flatMap { LineBreaker.lines(of: $0, width: room) }
        return broken.enumerated()
            .map { $0.offset == 0 ? indent + $0.element : hanging + $0.element }
            .joined(separator: "\n")
    }

    /// Lines of at most `width` columns, broken anywhere; for code, where spaces count.
    package func hardWrapped(to width: Int) -> StyledText {
        lines.flatMap { LineBreaker.hardLines(of: $0, width: max(width, 1)) }
            .joined(separator: "\n")
    }

    /// Every line that is not empty with a prefix before it.
    package func indented(by prefix: StyledText) -> StyledText {
        lines.map { $0.isEmpty ? $0 : prefix + $0 }.joined(separator: "\n")
    }

    /// Every line that is not empty with so many spaces before it.
    package func indented(by columns: Int) -> StyledText {
        indented(by: StyledText(String(repeating: " ", count: columns)))
    }

    /// Each line filled with spaces to `width` columns; a wider one is left as it is.
    package func padded(to width: Int, _ alignment: Alignment = .leading) -> StyledText {
        lines.map { line in
            let space = max(width - line.singleLineWidth, 0)
            let before =
                switch alignment {
                case .leading: 0
                case .centre: space / 2
                case .trailing: space
                }
            return Self.spaces(before) + line + Self.spaces(space - before)
        }.joined(separator: "\n")
    }

    /// At most `width` columns of a single line, the last of them an ellipsis if text was cut.
    package func truncated(to width: Int) -> StyledText {
        guard singleLineWidth > width else { return self }
        let kept = LineBreaker.hardLines(of: self, width: max(width - 1, 1)).first ?? StyledText()
        return kept + "…"
    }

    /// The first `count` characters, or all where there are fewer.
    package func prefix(_ count: Int) -> StyledText {
        var result = StyledText()
        var left = count
        for span in spans where left > 0 {
            let kept = span.text.prefix(left)
            result.append(String(kept), roles: span.roles)
            left -= kept.count
        }
        return result
    }

    static func spaces(_ count: Int) -> StyledText {
        StyledText(String(repeating: " ", count: count))
    }
}

/// Breaks one line of styled text into lines of a width.
enum LineBreaker {
    private struct Cell {
        var character: Character
        var roles: [Role]
        var width: Int
    }

    static func lines(of text: StyledText, width: Int) -> [StyledText] {
        var lines: [[Cell]] = []
        var rest = cells(of: text)[...]
        while let end = fittingEnd(of: rest, width: width), end < rest.endIndex {
            let cut = breakPoint(in: rest, end: end)
            lines.append(trimmedEnd(rest[..<cut]))
            rest = rest[cut...].drop { $0.character == " " }
        }
        lines.append(Array(rest))
        return lines.map(styled)
    }

    static func hardLines(of text: StyledText, width: Int) -> [StyledText] {
        var lines: [[Cell]] = []
        var rest = cells(of: text)[...]
        while let end = fittingEnd(of: rest, width: width), end < rest.endIndex {
            lines.append(Array(rest[..<end]))
            rest = rest[end...]
        }
        lines.append(Array(rest))
        return lines.map(styled)
    }

    /// The end of the longest start that fits, at least one character; nil when nothing is left.
    private static func fittingEnd(of cells: ArraySlice<Cell>, width: Int) -> Int? {
        guard !cells.isEmpty else { return nil }
        var used = 0
        for index in cells.indices {
            used += cells[index].width
            if used > width { return max(index, cells.startIndex + 1) }
        }
        return cells.endIndex
    }

    /// The last place at or before `end` where a line may break, or `end` inside a long word.
    private static func breakPoint(in cells: ArraySlice<Cell>, end: Int) -> Int {
        if cells[end].character == " " { return end }
        let indent = cells.prefix { $0.character == " " }.endIndex
        for index in stride(from: end, to: indent, by: -1) {
            let before = cells[index - 1]
            // Between two wide characters a line may break, as Chinese and Japanese do.
            if before.character == " " || (before.width == 2 && cells[index].width == 2) {
                return index
            }
        }
        return end
    }

    private static func trimmedEnd(_ cells: ArraySlice<Cell>) -> [Cell] {
        var kept = cells
        while kept.last?.character == " " { kept.removeLast() }
        return Array(kept)
    }

    private static func cells(of text: StyledText) -> [Cell] {
        text.spans.flatMap { span in
            span.text.map {
                Cell(character: $0, roles: span.roles, width: DisplayWidth.of($0))
            }
        }
    }

    private static func styled(_ cells: [Cell]) -> StyledText {
        var result = StyledText()
        for cell in cells { result.append(String(cell.character), roles: cell.roles) }
        return result
    }
}
