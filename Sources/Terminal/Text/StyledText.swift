/// Text whose pieces say what they are, rendered late for the terminal at hand.
///
/// ```swift
/// let line: StyledText = "\("✓", .pass) routing  \("2/2", .faint)"
/// ```
package struct StyledText: Sendable, Equatable {
    /// A run of text with one set of roles, outermost first.
    package struct Span: Sendable, Equatable {
        /// The characters, unescaped and as given.
        package var text: String
        /// What the text is; the last one wins where looks exclude each other.
        package var roles: [Role]
    }

    /// The runs in order; no run is empty and neighbours differ in their roles.
    package private(set) var spans: [Span] = []

    /// Text with no spans.
    package init() {}

    /// One run of text with roles, outermost first.
    package init(_ text: some StringProtocol, _ roles: Role...) {
        append(String(text), roles: roles)
    }

    /// The characters without any look.
    package var plain: String { spans.map(\.text).joined() }

    /// Whether there is no character.
    package var isEmpty: Bool { spans.isEmpty }

    /// Columns of the widest line.
    package var width: Int { lines.map(\.singleLineWidth).max() ?? 0 }

    /// The text between line breaks; one empty line for empty text.
    package var lines: [StyledText] {
        var lines = [StyledText()]
        for span in spans {
            let pieces = span.text.split(
                omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            for (index, piece) in pieces.enumerated() {
                if index > 0 { lines.append(StyledText()) }
                lines[lines.count - 1].append(String(piece), roles: span.roles)
            }
        }
        return lines
    }

    var singleLineWidth: Int { spans.reduce(0) { $0 + DisplayWidth.of($1.text) } }

    /// Adds characters at the end, with roles, outermost first.
    package mutating func append(_ text: String, roles: [Role] = []) {
        guard !text.isEmpty else { return }
        if let last = spans.indices.last, spans[last].roles == roles {
            spans[last].text += text
        } else {
            spans.append(Span(text: text, roles: roles))
        }
    }

    /// Adds another text at the end.
    package mutating func append(_ other: StyledText) {
        for span in other.spans { append(span.text, roles: span.roles) }
    }

    /// The same text inside one more role.
    package func styled(_ role: Role) -> StyledText {
        var result = StyledText()
        for span in spans { result.append(span.text, roles: [role] + span.roles) }
        return result
    }

    /// One text after the other.
    package static func + (left: StyledText, right: StyledText) -> StyledText {
        var result = left
        result.append(right)
        return result
    }

    /// Adds a text at the end.
    package static func += (left: inout StyledText, right: StyledText) {
        left.append(right)
    }
}

extension StyledText: ExpressibleByStringInterpolation {
    /// Collects literal pieces and styled values.
    package struct StringInterpolation: StringInterpolationProtocol {
        var text = StyledText()

        /// Starts empty; the capacities are of no use here.
        package init(literalCapacity: Int, interpolationCount: Int) {}

        /// Adds a literal piece without roles.
        package mutating func appendLiteral(_ literal: String) { text.append(literal) }

        /// Adds styled text as it is, inside any roles given.
        package mutating func appendInterpolation(_ value: StyledText, _ roles: Role...) {
            text.append(roles.reversed().reduce(value) { $0.styled($1) })
        }

        /// Adds any value as text, with roles, outermost first.
        package mutating func appendInterpolation(_ value: some Any, _ roles: Role...) {
            text.append(String(describing: value), roles: roles)
        }
    }

    /// Text without roles.
    package init(stringLiteral value: String) { self.init(value) }

    /// Text from its pieces.
    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }
}

extension Sequence<StyledText> {
    /// All texts in a row, with a separator between them.
    package func joined(separator: StyledText = "") -> StyledText {
        var result = StyledText()
        for (index, text) in enumerated() {
            if index > 0 { result.append(separator) }
            result.append(text)
        }
        return result
    }
}
