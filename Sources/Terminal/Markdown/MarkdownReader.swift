import CMarkGFM
import Foundation

/// Reads GitHub Flavored Markdown (the spec's version 0.29, with tables, strikethrough and task
/// lists) into values.
enum MarkdownReader {
    /// Extensions add their special characters to a table that all of cmark's parsers share.
    private static let parsing = NSLock()

    static func blocks(of source: String) -> [MarkdownBlock] {
        parsing.withLock { parse(source) }
    }

    private static func parse(_ source: String) -> [MarkdownBlock] {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(CMARK_OPT_UNSAFE) else { return [] }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "tasklist"] {
            if let syntax = cmark_find_syntax_extension(name) {
                cmark_parser_attach_syntax_extension(parser, syntax)
            }
        }
        cmark_parser_feed(parser, source, source.utf8.count)
        guard let document = cmark_parser_finish(parser) else { return [] }
        defer { cmark_node_free(document) }
        return Node(document).children.compactMap(\.block)
    }
}

/// A node of cmark's tree; valid as long as the document is.
private struct Node {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    /// cmark's name for the type; the numbers of extensions' types are variables in C.
    var type: String { cmark_node_get_type_string(pointer).map { String(cString: $0) } ?? "" }

    private var literal: String {
        cmark_node_get_literal(pointer).map { String(cString: $0) } ?? ""
    }

    var children: [Node] {
        sequence(first: cmark_node_first_child(pointer)) { $0.map { cmark_node_next($0) } }
            .prefix { $0 != nil }
            .compactMap { $0.map(Node.init) }
    }

    // MARK: Blocks

    var block: MarkdownBlock? {
        switch type {
        case "heading": .heading(level: Int(cmark_node_get_heading_level(pointer)), inlines)
        case "paragraph": .paragraph(inlines)
        case "code_block": .code(withoutFinalBreak, CodeLanguage(named: fenceInfo))
        case "html_block": .code(withoutFinalBreak, .plain)
        case "block_quote": .quote(children.compactMap(\.block))
        case "list": list
        case "table": table
        case "thematic_break": .rule
        default: nil
        }
    }

    private var fenceInfo: String {
        cmark_node_get_fence_info(pointer).map { String(cString: $0) } ?? ""
    }

    private var withoutFinalBreak: String {
        let text = literal
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private var list: MarkdownBlock {
        let isOrdered = cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
        return .list(
            start: isOrdered ? Int(cmark_node_get_list_start(pointer)) : nil,
            isTight: cmark_node_get_list_tight(pointer) == 1,
            items: children.map(\.item))
    }

    private var item: MarkdownItem {
        let isTask = type == "tasklist"
        return MarkdownItem(
            isDone: isTask ? cmark_gfm_extensions_get_tasklist_item_checked(pointer) : nil,
            blocks: children.compactMap(\.block))
    }

    private var table: MarkdownBlock {
        let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
        let letters = cmark_gfm_extensions_get_table_alignments(pointer)
        let alignments = (0..<count).map { column -> StyledText.Alignment in
            switch letters?[column] {
            case UInt8(ascii: "c"): .centre
            case UInt8(ascii: "r"): .trailing
            default: .leading
            }
        }
        return .table(
            alignments: alignments, rows: children.map { $0.children.map(\.inlines) })
    }

    // MARK: Inlines

    var inlines: StyledText { children.map(\.inline).joined() }

    private var inline: StyledText {
        switch type {
        case "softbreak": " "
        case "linebreak": "\n"
        case "code": StyledText(literal, .code)
        case "emph": inlines.styled(.emphasis)
        case "strong": inlines.styled(.strong)
        case "strikethrough": inlines.styled(.struck)
        case "link": link
        case "image": inlines.isEmpty ? StyledText(url) : inlines
        case "text", "html_inline": StyledText(literal)
        default: inlines
        }
    }

    private var url: String { cmark_node_get_url(pointer).map { String(cString: $0) } ?? "" }

    private var link: StyledText {
        let text = inlines
        let isSame = text.plain == url || "mailto:" + text.plain == url
        return isSame
            ? text.styled(.link) : "\(text) \(StyledText("<\(url)>"), .faint)"
    }
}
