/// A part of a Markdown document that starts on a line of its own.
indirect enum MarkdownBlock: Equatable {
    case heading(level: Int, StyledText)
    case paragraph(StyledText)
    case code(String, CodeLanguage)
    case quote([MarkdownBlock])
    case list(start: Int?, isTight: Bool, items: [MarkdownItem])
    case table(alignments: [StyledText.Alignment], rows: [[StyledText]])
    case rule
}

/// An item of a list; `isDone` is nil where the item is no task.
struct MarkdownItem: Equatable {
    var isDone: Bool?
    var blocks: [MarkdownBlock]
}
