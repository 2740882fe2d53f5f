/// What one press of Tab does, worked out without a terminal.
enum CompletionStep: Equatable {
    /// Nothing fits.
    case none
    /// Replace the word's last `removing` characters by a text.
    case replace(removing: Int, with: String)
    /// Nothing more is certain: show what there is.
    case list([Completion])

    init(line: String, cursor: Int, candidates: [Completion]) {
        let typed = line.prefix(cursor)
        let word = typed.suffix(
            from: typed.lastIndex(where: \.isWhitespace).map(typed.index(after:))
                ?? typed.startIndex)
        let isAtEnd = cursor >= line.count
        guard let first = candidates.first else {
            self = .none
            return
        }
        if candidates.count == 1 {
            let text = first.text + (first.isFinal && isAtEnd ? " " : "")
            self = text == word ? .none : .replace(removing: word.count, with: text)
            return
        }
        let common = candidates.dropFirst().reduce(first.text) {
            String($0.commonPrefix(with: $1.text))
        }
        self =
            common.count > word.count
            ? .replace(removing: word.count, with: common) : .list(candidates)
    }

    /// Candidates with their descriptions in columns that fit the width.
    static func listing(_ candidates: [Completion], width: Int) -> StyledText {
        guard candidates.contains(where: { $0.description != nil }) else {
            return columns(candidates.map { StyledText($0.text, .name) }, width: width)
        }
        var table = Table(columns: [.init(canWrap: false), .init()])
        for candidate in candidates {
            table.append([
                StyledText(candidate.text, .name),
                StyledText(candidate.description ?? "", .faint),
            ])
        }
        return table.layout(width: width)
    }

    private static func columns(_ texts: [StyledText], width: Int) -> StyledText {
        let cell = (texts.map(\.width).max() ?? 0) + 2
        let perRow = max((width + 2) / cell, 1)
        let rows = (texts.count + perRow - 1) / perRow
        return (0..<rows).map { row in
            stride(from: row, to: texts.count, by: rows)
                .map { $0 + rows < texts.count ? texts[$0].padded(to: cell) : texts[$0] }
                .joined()
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
