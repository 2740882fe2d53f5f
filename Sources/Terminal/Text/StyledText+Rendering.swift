extension StyledText {
    /// The text as bytes for a terminal: escapes only where the profile has colour, ASCII for the
    /// usual signs where it has no Unicode, and control characters made visible, so that text
    /// which came from a learner's program cannot drive the terminal.
    package func render(for profile: TerminalProfile) -> String {
        guard profile.colour else {
            return spans.map { Self.shown($0.text, profile) }.joined()
        }
        return spans.map { span in
            let text = Self.shown(span.text, profile)
            guard !span.roles.isEmpty else { return text }
            // A look that ends with its line survives scrolling and `less -R`.
            let pieces = text.split(separator: "\n", omittingEmptySubsequences: false)
            let opening = Self.opening(span.roles)
            return pieces.map { $0.isEmpty ? "" : opening + $0 + Self.closing }
                .joined(separator: "\n")
        }.joined()
    }

    /// The text as a prompt for libedit, where every escape sequence stands between two markers
    /// and none may be the last thing: a visible character has to follow it.
    func renderPrompt(for profile: TerminalProfile, marker: Character) -> String {
        var result = ""
        var pending = ""
        for span in spans {
            if profile.colour, !span.roles.isEmpty { pending += Self.opening(span.roles) }
            if !pending.isEmpty { result += "\(marker)\(pending)\(marker)" }
            result += Self.shown(span.text, profile)
            pending = profile.colour && !span.roles.isEmpty ? Self.closing : ""
        }
        return pending.isEmpty ? result : result + "\(marker)\(pending)\(marker) "
    }

    static let closing = "\u{1B}[0m"

    static func opening(_ roles: [Role]) -> String {
        "\u{1B}[" + roles.map(\.graphicRendition).joined(separator: ";") + "m"
    }

    static func shown(_ text: String, _ profile: TerminalProfile) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let safe = visible(scalar) {
                result += safe
            } else if !profile.unicode, let ascii = asciiForms[scalar] {
                result += ascii
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// What to show for a control character, or nil for one that is shown as it is.
    private static func visible(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x0A, 0x20...0x7E: nil
        case 0x09: String(repeating: " ", count: DisplayWidth.tabStop)
        case 0..<0x20: "^" + String(UnicodeScalar(UInt8(scalar.value) + 64))
        case 0x7F: "^?"
        case 0x80..<0xA0: "^!"
        // Overrides of the writing direction can make code read as what it is not.
        case 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
        default: nil
        }
    }

    private static let asciiForms: [Unicode.Scalar: String] = [
        "✓": "+", "✗": "x", "─": "-", "━": "=", "│": "|", "┃": "|", "┼": "+", "├": "|", "└": "`",
        "█": "#", "░": "-", "▌": "#", "▏": "|", "•": "*", "◦": "-", "·": "*", "›": ">", "‹": "<",
        "→": ">", "←": "<", "…": "...", "“": "\"", "”": "\"", "‘": "'", "’": "'", "–": "-",
        "—": "-", "☐": "o", "☑": "x", "\u{A0}": " ", "−": "-", "×": "x", "≥": ">=", "≤": "<=",
    ]
}
