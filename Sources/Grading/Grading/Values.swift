import Course

/// The values of one run by name: drawn from its seed, and captured on the way.
struct Values: Sendable {
    private var values: [String: JSON]
    /// Every name with its value.
    var all: [String: JSON] { values }
    private var capturedNames: Set<String> = []

    init(subject: Subject) {
        values = Variable.draw(subject.exercise.variables, seed: subject.seed)
    }

    func adding(_ captured: [String: JSON]) -> Values {
        var all = self
        all.values.merge(captured) { $1 }
        return all
    }

    /// The same, with what answers gave.
    func capturing(_ captured: [String: JSON]) -> Values {
        var all = adding(captured)
        all.capturedNames.formUnion(captured.keys)
        return all
    }

    /// What an answer gave for `name`; nil for other names.
    func captured(_ name: String) -> JSON? {
        capturedNames.contains(name) ? values[name] : nil
    }

    /// - Throws: `TemplateError` for a name that has no value, as do the others below.
    func fill(_ request: RequestTemplate) throws -> RequestTemplate {
        try request.filled(with: values)
    }

    func fill(_ expectations: [Expectation]) throws -> [Expectation] {
        try expectations.map { try $0.filled(with: values) }
    }

    func fill(_ text: String) throws -> String {
        try text.filled(with: values)
    }

    func fill(_ field: RequestTemplate.Field) throws -> RequestTemplate.Field {
        try field.filled(with: values)
    }

    func fill(_ row: [String: JSON]) throws -> [String: JSON] {
        try row.mapValues { try $0.filled(with: values) }
    }

    func fill(_ script: UpstreamScript) throws -> UpstreamScript {
        try script.filled(with: values)
    }

    func fillKnown(_ text: String) -> String {
        text.filledWhereKnown(with: values)
    }

    func fillKnown(_ request: RequestTemplate) -> RequestTemplate {
        (try? fill(request)) ?? request  // shown, never sent
    }
}

extension Subject {
    /// The environment variables that the exercise gives its app, filled in for this run.
    ///
    /// - Throws: `TemplateError` for a name that is no variable.
    package var environment: [String: String] {
        get throws { try exercise.environment.mapValues(Values(subject: self).fill) }
    }
}
