import Foundation

/// Text with places such as `${name}` that are filled in for each run.
///
/// Inside stands an `Expression`: a name, a part of its value, or arithmetic. A form after a colon
/// says how the value is written: `${name:path}` percent-encodes it as one segment of a path,
/// `${name:html}` escapes it for HTML, `${name:base64}` encodes its UTF-8. A dollar sign that no
/// brace follows is ordinary text.
package struct Template: Sendable, Hashable {
    /// A place to fill in.
    package struct Reference: Sendable, Hashable, CustomStringConvertible {
        package var expression: Expression
        /// How the value is written; nil for as it is.
        package var form: Form?
        /// As the text has it.
        package var description: String
    }

    /// A way to write a value inside other text.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// One path segment (RFC 3986: letters, digits and `-._~` stay as they are).
        case path
        /// Text in HTML: `&`, `<`, `>` and quotes as character references.
        case html
        /// RFC 4648, section 4.
        case base64
    }

    enum Piece: Sendable, Hashable {
        case text(String)
        case reference(Reference)
    }

    let pieces: [Piece]

    /// Reads `text`.
    ///
    /// - Throws: `TemplateError` when a `${` is not closed, holds no expression, or asks for a form
    ///   that does not exist.
    package init(_ text: String) throws {
        var pieces: [Piece] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            if start.lowerBound > rest.startIndex {
                pieces.append(.text(String(rest[..<start.lowerBound])))
            }
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
                throw TemplateError.unclosed(String(rest[start.lowerBound...]))
            }
            pieces.append(.reference(try Self.reference(rest[start.upperBound..<end])))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces
    }

    /// The places to fill in, in the order of the text.
    package var references: [Reference] {
        pieces.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
    }

    /// The names whose values are needed, in the order of the text.
    package var names: [String] { references.flatMap(\.expression.names) }

    /// The text with every place filled in.
    ///
    /// - Throws: `TemplateError.unknownName` for a name that `values` does not have.
    package func text(with values: [String: JSON]) throws -> String {
        try pieces.map { piece in
            switch piece {
            case .text(let text): return text
            case .reference(let reference): return try reference.text(with: values)
            }
        }.joined()
    }

    /// The text with those places filled in whose names are known; the others stay as written.
    package func textWhereKnown(with values: [String: JSON]) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .reference(let reference):
                // An unknown name is no error here.
                (try? reference.text(with: values)) ?? "\(reference)"
            }
        }.joined()
    }

    /// The value itself, with its type, when the whole text is one `${name}`; else the filled text.
    ///
    /// - Throws: `TemplateError.unknownName` for a name that `values` does not have.
    package func value(with values: [String: JSON]) throws -> JSON {
        if pieces.count == 1, case .reference(let reference) = pieces[0], reference.form == nil {
            return try reference.expression.value(with: values)
        }
        return .string(try text(with: values))
    }

    /// Whether `text` can be the name of a variable: a letter, then letters, digits, `-` and `_`.
    package static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.first, first.isASCII, first.isLetter else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    }

    private static func reference(_ text: Substring) throws -> Reference {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let expression = try Expression(parts[0])
        let form = try parts.dropFirst().first.map { name in
            guard let form = Form(rawValue: String(name)) else {
                throw TemplateError.unknownForm(name: String(parts[0]), form: String(name))
            }
            return form
        }
        return Reference(expression: expression, form: form, description: "${\(text)}")
    }
}

extension Template.Reference {
    fileprivate func text(with values: [String: JSON]) throws -> String {
        let text = try expression.value(with: values).plainText
        return switch form {
        case nil: text
        case .path: text.percentEncodedPathSegment
        case .html: text.htmlEscaped
        case .base64: Data(text.utf8).base64EncodedString()
        }
    }
}

extension String {
    /// The text with every byte that RFC 3986 does not call unreserved as `%XX`.
    var percentEncodedPathSegment: String {
        utf8.reduce(into: "") { encoded, byte in
            let character = Character(Unicode.Scalar(byte))
            let isUnreserved =
                byte < 128
                && (character.isLetter || character.isNumber || "-._~".contains(character))
            guard !isUnreserved else { return encoded.append(character) }
            let digits = String(byte, radix: 16, uppercase: true)
            encoded += "%" + (digits.count == 1 ? "0" : "") + digits
        }
    }
}

extension String {
    /// The text with what has a meaning in HTML as character references.
    var htmlEscaped: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#x27;")
    }
}

/// Why a template cannot be read or filled in.
package enum TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No value has this name; `known` are those that there are, sorted.
    case unknownName(String, known: [String])
    /// The text from a `${` on that no brace closes.
    case unclosed(String)
    /// A `${…}` whose inside is no expression.
    case noName(String)
    /// A function that does not exist; `known` are those that do.
    case unknownFunction(String, known: [String])
    /// A form after the colon that does not exist.
    case unknownForm(name: String, form: String)

    package var description: String {
        switch self {
        case .unknownName(let name, let known):
            let hint = Suggestion.question(name, among: known)
            return "nothing is called \"\(name)\" for ${\(name)}"
                + (hint.isEmpty ? "; known are: \(known.joined(separator: ", "))" : hint)
        case .unclosed(let text):
            return "\"\(text.prefix(20))\" is not closed: end it with a brace, as in ${name}"
        case .noName(let text):
            return "\(text) holds no name and no sum: a name is a letter, then letters, digits, - "
                + "or _; a sum is written as in ${30 - stock}"
        case .unknownFunction(let name, let known):
            let hint = Suggestion.question(name, among: known)
            return "there is no function \(name)()"
                + (hint.isEmpty ? "; known are: \(known.joined(separator: ", "))" : hint)
        case .unknownForm(let name, let form):
            let known = Template.Form.allCases.map(\.rawValue)
            let hint = Suggestion.question(form, among: known)
            return "${\(name):\(form)} asks for the form \"\(form)\""
                + (hint.isEmpty ? "; known are: \(known.joined(separator: ", "))" : hint)
        }
    }
}
