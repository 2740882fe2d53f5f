/// Finds the parts of source text that deserve a look of their own.
///
/// No character is lost, added or moved: the result's plain text is the input, whatever it is.
package enum SyntaxHighlighter {
    /// The code with its parts marked.
    package static func highlight(_ code: String, as language: CodeLanguage) -> StyledText {
        switch language {
        case .python: tokens(of: code, PythonGrammar.grammar)
        case .swift: tokens(of: code, SwiftGrammar.grammar)
        case .json: tokens(of: code, JSONGrammar.grammar)
        case .yaml: lines(of: code, YAMLLine.highlight)
        case .shell: lines(of: code, ShellLine.highlight)
        case .diff: lines(of: code, DiffLine.highlight)
        case .http: HTTPTranscript.highlight(code)
        case .plain: StyledText(code)
        }
    }

    static func tokens(of code: some StringProtocol, _ grammar: Grammar) -> StyledText {
        var cursor = CodeCursor(code)
        var result = StyledText()
        while !cursor.isAtEnd {
            let start = cursor.position
            let role = grammar.role(of: &cursor)
            // A grammar that takes nothing would never end.
            if cursor.position == start { cursor.advance() }
            result.append(cursor.text(from: start), roles: role.map { [$0] } ?? [])
        }
        return result
    }

    static func lines(
        of code: String, _ highlight: (Substring) -> StyledText
    ) -> StyledText {
        var result = StyledText()
        var rest = code[...]
        while !rest.isEmpty {
            let line = rest.prefix { !$0.isNewline }
            result.append(highlight(line))
            rest = rest[line.endIndex...]
            if let end = rest.popFirst() { result.append(String(end)) }
        }
        return result
    }
}
