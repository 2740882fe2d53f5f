/// Text with places such as `${name}` that are filled in for each run.
///
/// `${name:path}` fills in the value percent-encoded as one segment of a path (RFC 3986: letters,
/// digits and `-._~` stay as they are). A dollar sign that no brace follows is ordinary text.
package struct Template: Sendable, Hashable {
    /// A place to fill in.
    package struct Reference: Sendable, Hashable, CustomStringConvertible {
        package var name: String
        /// Whether the value is percent-encoded as one path segment.
        package var isPathSegment: Bool

        package var description: String { isPathSegment ? "${\(name):path}" : "${\(name)}" }
    }

    enum Piece: Sendable, Hashable {
        case text(String)
        case reference(Reference)
    }

    let pieces: [Piece]

    /// Reads `text`.
    ///
    /// - Throws: `TemplateError` when a `${` is not closed, holds no name, or asks for a form other
    ///   than `path`.
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
        if pieces.count == 1, case .reference(let reference) = pieces[0], !reference.isPathSegment {
            return try reference.value(in: values)
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
        guard let name = parts.first, isName(name) else {
            throw TemplateError.noName("${\(text)}")
        }
        guard parts.count == 1 || parts[1] == "path" else {
            throw TemplateError.unknownForm(name: String(name), form: String(parts[1]))
        }
        return Reference(name: String(name), isPathSegment: parts.count == 2)
    }
}

extension Template.Reference {
    fileprivate func value(in values: [String: JSON]) throws -> JSON {
        guard let value = values[name] else {
            throw TemplateError.unknownName(name, known: values.keys.sorted())
        }
        return value
    }

    fileprivate func text(with values: [String: JSON]) throws -> String {
        let text = try value(in: values).plainText
        return isPathSegment ? text.percentEncodedPathSegment : text
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

/// Why a template cannot be read or filled in.
package enum TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No value has this name; `known` are those that there are, sorted.
    case unknownName(String, known: [String])
    /// The text from a `${` on that no brace closes.
    case unclosed(String)
    /// A `${…}` whose inside is no name.
    case noName(String)
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
            return "\(text) holds no name: a name is a letter, then letters, digits, - or _"
        case .unknownForm(let name, let form):
            return "${\(name):\(form)} asks for the form \"\(form)\"; the one there is, is "
                + "${\(name):path}"
        }
    }
}
