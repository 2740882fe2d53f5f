/// What makes up a programming language, as far as looks need it.
struct Grammar: Sendable {
    var keywords: Set<String> = []
    var constants: Set<String> = []
    /// Words after which a name is defined.
    var definers: Set<String> = []
    var lineComment: String?
    var blockComment: (open: String, close: String)?
    /// Longest first, since `"""` starts with `"`.
    var strings: [(delimiter: String, multiline: Bool)] = [("\"", false)]
    /// Letters that may stand before a string, as in Python's `f"…"`.
    var stringPrefixes: Set<Character> = []
    var decorators: Set<Character> = []
    /// Whether a string before a colon is a name, as in JSON.
    var marksKeys = false

    /// Moves over one part of the text and says what it is.
    func role(of cursor: inout CodeCursor) -> Role? {
        guard let next = cursor.peek() else { return nil }
        if let comment = comment(&cursor) { return comment }
        if let string = string(&cursor) { return string }
        if next.isNumber { return number(&cursor) }
        if decorators.contains(next), cursor.peek(1)?.isLetter == true {
            cursor.advance()
            cursor.advance { Self.isWord($0) || $0 == "." }
            return .name
        }
        if Self.isWord(next) { return word(&cursor) }
        cursor.advance()
        return nil
    }

    private func comment(_ cursor: inout CodeCursor) -> Role? {
        if let lineComment, cursor.starts(with: lineComment) {
            cursor.advance { !$0.isNewline }
            return .comment
        }
        if let blockComment, cursor.starts(with: blockComment.open) {
            cursor.advance(blockComment.open.count)
            cursor.advance(pastClosing: blockComment.close, escape: nil, multiline: true)
            return .comment
        }
        return nil
    }

    private func string(_ cursor: inout CodeCursor) -> Role? {
        var ahead = cursor
        ahead.advance { stringPrefixes.contains($0) }
        guard ahead.position - cursor.position <= 2 else { return nil }
        guard let kind = strings.first(where: { ahead.starts(with: $0.delimiter) }) else {
            return nil
        }
        ahead.advance(kind.delimiter.count)
        ahead.advance(pastClosing: kind.delimiter, multiline: kind.multiline)
        cursor = ahead
        guard marksKeys else { return .string }
        ahead.advance { $0.isWhitespace }
        return ahead.peek() == ":" ? .name : .string
    }

    private func number(_ cursor: inout CodeCursor) -> Role {
        cursor.advance { Self.isWord($0) }
        while let point = cursor.peek(), cursor.peek(1)?.isNumber == true,
            point == "." || point == "-" || point == "+"
        {
            let before = cursor.peek(-1)
            guard point == "." || before == "e" || before == "E" else { break }
            cursor.advance()
            cursor.advance { Self.isWord($0) }
        }
        return .number
    }

    private func word(_ cursor: inout CodeCursor) -> Role? {
        let start = cursor.position
        let follows = Self.wordBefore(cursor)
        cursor.advance(while: Self.isWord)
        let word = cursor.text(from: start)
        if keywords.contains(word) { return .keyword }
        if constants.contains(word) { return .number }
        return definers.contains(follows) ? .name : nil
    }

    /// The word before the cursor on the same line, with only spaces between.
    private static func wordBefore(_ cursor: CodeCursor) -> String {
        var offset = -1
        while cursor.peek(offset) == " " { offset -= 1 }
        var word: [Character] = []
        while let character = cursor.peek(offset), isWord(character) {
            word.append(character)
            offset -= 1
        }
        return String(word.reversed())
    }

    static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}

enum PythonGrammar {
    static let grammar = Grammar(
        keywords: [
            "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def",
            "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
            "in", "is", "lambda", "match", "nonlocal", "not", "or", "pass", "raise", "return",
            "try", "while", "with", "yield",
        ],
        constants: ["True", "False", "None"], definers: ["def", "class"], lineComment: "#",
        strings: [("\"\"\"", true), ("'''", true), ("\"", false), ("'", false)],
        stringPrefixes: ["f", "F", "r", "R", "b", "B", "u", "U"], decorators: ["@"])
}

enum SwiftGrammar {
    static let grammar = Grammar(
        keywords: [
            "actor", "any", "as", "associatedtype", "async", "await", "break", "case", "catch",
            "class", "continue", "default", "defer", "deinit", "do", "else", "enum", "extension",
            "fallthrough", "fileprivate", "for", "func", "guard", "if", "import", "in", "init",
            "inout", "internal", "is", "let", "mutating", "nonisolated", "open", "operator",
            "package", "private", "protocol", "public", "repeat", "return", "self", "Self",
            "some", "static", "struct", "subscript", "super", "switch", "throw", "throws", "try",
            "typealias", "var", "where", "while",
        ],
        constants: ["true", "false", "nil"],
        definers: ["func", "struct", "class", "enum", "actor", "protocol", "extension"],
        lineComment: "//", blockComment: ("/*", "*/"),
        strings: [("\"\"\"", true), ("\"", false)], decorators: ["@", "#"])
}

enum JSONGrammar {
    static let grammar = Grammar(constants: ["true", "false", "null"], marksKeys: true)
}
