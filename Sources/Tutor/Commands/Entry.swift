import Course

/// What was typed so far, seen as one entry of possibly several lines.
package enum Entry {
    /// Whether more lines are needed before `text` can be taken in; `inScratch` says whether handlers
    /// may be typed.
    package static func isOpen(_ text: String, inScratch: Bool) -> Bool {
        if inScratch, isCode(text) { return isOpenCode(text) }
        guard case .found(let word, let rest) = CommandTable.command(in: text), word.isMethod,
            rest.contains(where: { $0 == "{" || $0 == "[" })
        else { return false }
        // An empty line ends a body whose brackets do not match, so that nobody is caught in it.
        return depth(of: rest) > 0 && !text.hasSuffix("\n")
    }

    /// Whether `text` is Python or Swift and not a command of the prompt.
    package static func isCode(_ text: String) -> Bool {
        let starts = ["@", "def ", "async ", "class ", "import ", "from "]
        return starts.contains { text.hasPrefix($0) } || isSwift(text) || isAssignment(text)
    }

    private static func isSwift(_ text: String) -> Bool {
        ["router.", "struct ", "func ", "actor ", "enum ", "extension ", "let ", "var "]
            .contains { text.hasPrefix($0) }
    }

    /// Python's decorators and blocks go on to an empty line, Swift's to the last bracket; other
    /// statements are one line.
    private static func isOpenCode(_ text: String) -> Bool {
        if isSwift(text) { return depth(of: text) > 0 }
        let isBlock = ["@", "def ", "async ", "class "].contains { text.hasPrefix($0) }
        return isBlock ? !text.hasSuffix("\n") : depth(of: text) > 0
    }

    private static func isAssignment(_ text: String) -> Bool {
        let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard let first = name.first, !first.isNumber else { return false }
        let rest = text.dropFirst(name.count).drop { $0 == " " }
        return rest.hasPrefix("= ") || rest.hasPrefix(": ")
    }

    /// How many brackets are open at the end, outside of strings.
    private static func depth(of text: String) -> Int {
        var depth = 0
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if "{[(".contains(character) {
                depth += 1
            } else if "}])".contains(character) {
                depth -= 1
            }
        }
        return depth
    }
}
