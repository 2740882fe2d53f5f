/// One line of a unified diff.
enum DiffLine {
    static func highlight(_ line: Substring) -> StyledText {
        if line.hasPrefix("+++") || line.hasPrefix("---") { return StyledText(line, .strong) }
        if line.hasPrefix("@@") { return StyledText(line, .accent) }
        if line.hasPrefix("+") { return StyledText(line, .added) }
        if line.hasPrefix("-") { return StyledText(line, .removed) }
        return StyledText(line)
    }
}

/// One line of YAML: key, scalar, comment.
enum YAMLLine {
    private static let scalars = Grammar(
        constants: ["true", "false", "null", "yes", "no", "on", "off"], lineComment: "#",
        strings: [("\"", false), ("'", false)])

    static func highlight(_ line: Substring) -> StyledText {
        let lead = line.prefix { $0 == " " || $0 == "-" }
        let rest = line[lead.endIndex...]
        let key = rest.prefix { Grammar.isWord($0) || "-./$".contains($0) }
        let after = rest[key.endIndex...]
        let isKey =
            !key.isEmpty && after.first == ":"
            && (after.count == 1 || after.dropFirst().first == " ")
        guard isKey else { return StyledText(lead) + scalar(rest) }
        return StyledText(lead) + StyledText(key, .name) + StyledText(after.prefix(1))
            + scalar(after.dropFirst())
    }

    private static func scalar(_ text: Substring) -> StyledText {
        SyntaxHighlighter.tokens(of: text, scalars)
    }
}

/// One line of a shell script, or of a transcript whose commands follow `$ `.
enum ShellLine {
    private static let grammar = Grammar(
        keywords: [
            "if", "then", "else", "elif", "fi", "for", "in", "do", "done", "while", "case", "esac",
            "function", "export", "local", "return",
        ],
        strings: [("\"", false), ("'", false)])

    static func highlight(_ line: Substring) -> StyledText {
        let lead = line.prefix { $0 == " " }
        let rest = line[lead.endIndex...]
        if rest.hasPrefix("$ ") || rest.hasPrefix("> ") {
            return StyledText(lead) + StyledText(rest.prefix(2), .faint)
                + command(rest.dropFirst(2))
        }
        return StyledText(lead) + command(rest)
    }

    /// A `#` starts a comment at the start of a word only.
    private static func command(_ text: Substring) -> StyledText {
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "#", previous == " " {
                return SyntaxHighlighter.tokens(of: text[..<index], grammar)
                    + StyledText(text[index...], .comment)
            }
            previous = text[index]
        }
        return SyntaxHighlighter.tokens(of: text, grammar)
    }
}

/// Requests and responses of HTTP/1.1 as text: start line, fields, an empty line, content.
enum HTTPTranscript {
    static func highlight(_ text: String) -> StyledText {
        var isContent = false
        return SyntaxHighlighter.lines(of: text) { line in
            if let start = startLine(line) {
                isContent = false
                return start
            }
            if line.allSatisfy(\.isWhitespace) {
                isContent = true
                return StyledText(line)
            }
            return (isContent ? nil : field(line)) ?? content(line)
        }
    }

    private static func startLine(_ line: Substring) -> StyledText? {
        if line.hasPrefix("HTTP/") {
            let version = line.prefix { $0 != " " }
            let status = line[version.endIndex...]
            let isError = status.drop { $0 == " " }.first.map { "45".contains($0) } ?? false
            return StyledText(version, .faint) + StyledText(status, isError ? .fail : .pass)
        }
        let method = line.prefix { $0 != " " }
        let methods = [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT",
        ]
        guard methods.contains(String(method)), method.endIndex < line.endIndex else { return nil }
        return StyledText(method, .keyword) + StyledText(line[method.endIndex...], .strong)
    }

    /// A field line: its name is a token (RFC 9110, section 5.6.2) right before the colon.
    private static func field(_ line: Substring) -> StyledText? {
        let name = line.prefix { Grammar.isWord($0) || "!#$%&'*+-.^`|~".contains($0) }
        guard !name.isEmpty, line[name.endIndex...].first == ":" else { return nil }
        return StyledText(name, .name) + StyledText(line[name.endIndex...])
    }

    private static func content(_ line: Substring) -> StyledText {
        guard let first = line.first(where: { $0 != " " }), "{}[]\"".contains(first) else {
            return StyledText(line)
        }
        return SyntaxHighlighter.tokens(of: line, JSONGrammar.grammar)
    }
}
