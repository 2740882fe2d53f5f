import Yams

/// A value of a YAML file that knows where it stands, and that notes what is wrong with it.
///
/// Every reader here gives nil, or leaves elements out, after noting a problem in the file.
struct YAMLValue {
    let node: Node
    let file: SourceFile
    /// How many lines of the file come before the YAML.
    var lineOffset = 0

    var position: SourcePosition {
        SourcePosition(
            file: file.path, line: (node.mark?.line ?? 1) + lineOffset,
            column: node.mark?.column ?? 1)
    }

    func report(_ message: String) {
        file.report(message, at: position)
    }

    /// Notes that something else was expected here, and what was found; always nil.
    func expected<Result>(_ what: String, _ seen: String? = nil) -> Result? {
        report("expected \(what), found \(seen ?? found)")
        return nil
    }

    /// What stands here, in a few words.
    var found: String {
        switch node {
        case .mapping: return "a mapping"
        case .sequence: return "a list"
        case .alias: return "an alias"
        case .scalar(let scalar):
            switch JSON(scalar) {
            case .null: return "nothing"
            case .string(let text): return "the text \"\(text.prefix(40))\""
            case let value: return "the \(value.kind) \(value.text)"
            }
        }
    }

    private func value(_ node: Node) -> YAMLValue {
        YAMLValue(node: node, file: file, lineOffset: lineOffset)
    }

    /// The text of a scalar, which may look like a number; not empty.
    func text(_ what: String) -> String? {
        guard case .scalar(let scalar) = node else { return expected(what) }
        let isNothing = scalar.string.allSatisfy(\.isWhitespace) || JSON(scalar) == .null
        return isNothing ? expected(what) : scalar.string
    }

    /// The text of a scalar, which may be empty when it stands in quotes.
    func anyText(_ what: String) -> String? {
        guard case .scalar(let scalar) = node, JSON(scalar) != .null else { return expected(what) }
        return scalar.string
    }

    /// A whole number in `range`.
    func integer(_ what: String, in range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let scalar) = node, case .int(let number) = JSON(scalar),
            range.contains(number)
        else { return expected(what) }
        return number
    }

    /// `true` or `false`.
    func flag() -> Bool? {
        guard case .scalar(let scalar) = node, case .bool(let flag) = JSON(scalar) else {
            return expected("true or false")
        }
        return flag
    }

    /// One of the words that `Words` has.
    func word<Words: RawRepresentable & CaseIterable>(_ what: String, of: Words.Type) -> Words?
    where Words.RawValue == String {
        let known = Words.allCases.map(\.rawValue)
        guard let text = text("\(what) (\(known.joined(separator: ", ")))") else { return nil }
        if let word = Words(rawValue: text) { return word }
        report(
            "unknown \(what) \"\(text)\"" + Suggestion.question(text, among: known)
                + " (\(known.joined(separator: ", ")))")
        return nil
    }

    /// The elements of a list.
    func list(_ what: String) -> [YAMLValue] {
        guard case .sequence(let elements) = node else { return expected(what) ?? [] }
        return elements.map(value)
    }

    /// Whether this is null, or nothing at all.
    var isNothing: Bool {
        if case .scalar(let scalar) = node { JSON(scalar) == .null } else { false }
    }

    var isList: Bool { node.sequence != nil }
    var isMapping: Bool { node.mapping != nil }

    /// The members of a mapping, in the order of the file.
    func members(_ what: String) -> [Member] {
        guard case .mapping(let mapping) = node else { return expected(what) ?? [] }
        return mapping.compactMap { key, member in
            guard case .scalar(let name) = key else { return value(key).expected("a name") }
            return Member(name: name.string, key: value(key), value: value(member))
        }
    }

    /// A member of a mapping.
    struct Member {
        let name: String
        let key: YAMLValue
        let value: YAMLValue
    }

    /// The members of a mapping that may have only the keys `known`, and must have `required`.
    func fields(_ what: String, known: [String], required: [String] = []) -> Fields? {
        guard isMapping else { return expected(what) }
        var members = members(what)
        let present = Set(members.map(\.name))
        for (index, member) in members.enumerated() where !known.contains(member.name) {
            let question = Suggestion.question(member.name, among: known)
            member.key.report(
                "unknown key \"\(member.name)\""
                    + (question.isEmpty
                        ? "; known are: \(known.joined(separator: ", "))" : question))
            // It is read as what it was meant for, so that one slip is one problem.
            if let meant = Suggestion.nearest(to: member.name, among: known),
                !present.contains(meant)
            {
                members[index] = Member(name: meant, key: member.key, value: member.value)
            }
        }
        for name in required where !members.contains(where: { $0.name == name }) {
            report("\"\(name)\" is missing: add it to \(what)")
        }
        return Fields(members: members)
    }

    /// A mapping's members by name.
    struct Fields {
        let members: [Member]

        subscript(_ name: String) -> YAMLValue? {
            members.first { $0.name == name }?.value
        }

        /// Where the key called `name` stands.
        func key(_ name: String) -> YAMLValue? {
            members.first { $0.name == name }?.key
        }
    }
}
