extension ExerciseReader {
    /// The values to draw, by name.
    func variables(_ value: YAMLValue) -> [String: Variable] { Self.variables(value) }

    /// The values to draw, by name.
    static func variables(_ value: YAMLValue) -> [String: Variable] {
        value.members("a mapping from name to variable").reduce(into: [:]) { variables, member in
            if !Template.isName(member.name) {
                member.key.report(
                    "\"\(member.name)\" cannot be a name: use a letter, then letters, digits, - or _"
                )
            }
            variables[member.name] = variable(member.value)
        }
    }

    /// The plain kinds of variable.
    enum WordKind: String, CaseIterable {
        case word, name, phrase, bool
    }

    func variable(_ value: YAMLValue) -> Variable? {
        Self.variable(value)
    }

    /// A variable as a file writes it.
    static func variable(_ value: YAMLValue) -> Variable? {
        guard value.isMapping else {
            switch value.word("kind of variable", of: WordKind.self) {
            case .word: return .word
            case .name: return .name
            case .phrase: return .phrase
            case .bool: return .bool
            case nil: return nil
            }
        }
        guard let fields = value.fields("the variable", known: ["int", "float", "text", "choice"])
        else {
            return nil
        }
        if let range = fields["int"] { return intVariable(range) }
        if let range = fields["float"] { return floatVariable(range) }
        if let lengths = fields["text"] { return textVariable(lengths) }
        if let choices = fields["choice"] { return choiceVariable(choices) }
        return value.expected(
            "word, name, phrase, bool, { int: [2, 899] }, { float: [0.5, 9] }, "
                + "{ text: [1, 40] } or { choice: [a, b] }")
    }

    private static func intVariable(_ value: YAMLValue) -> Variable? {
        let what = "a lower and an upper bound, such as [2, 899]"
        let bounds = value.list(what).compactMap {
            $0.integer("a whole number", in: -1_000_000_000...1_000_000_000)
        }
        guard bounds.count == 2, bounds[0] < bounds[1] else {
            return value.expected(what, bounds.isEmpty ? nil : "\(bounds)")
        }
        return .int(bounds[0]...bounds[1])
    }

    private static func floatVariable(_ value: YAMLValue) -> Variable? {
        let what = "a lower and an upper bound, such as [0.5, 9]"
        let bounds = value.list(what).compactMap { $0.json(ReadingScope()).number }
        guard bounds.count == 2, bounds[1] - bounds[0] >= 0.01,
            bounds.allSatisfy({ abs($0) <= 1_000_000_000 })
        else { return value.expected(what) }
        return .float(bounds[0]...bounds[1])
    }

    private static func textVariable(_ value: YAMLValue) -> Variable? {
        let what = "the least and the greatest length, such as [1, 40]"
        let bounds = value.list(what).compactMap { $0.integer("a length", in: 0...100_000) }
        guard bounds.count == 2, bounds[0] <= bounds[1] else { return value.expected(what) }
        return .text(bounds[0]...bounds[1])
    }

    private static func choiceVariable(_ value: YAMLValue) -> Variable? {
        let choices = value.list("a list of values").map { $0.json(ReadingScope()) }
        guard choices.count >= 2 else { return value.expected("a list of at least two values") }
        return .choice(choices)
    }
}
