import Course

/// The values of one run by name: drawn from its seed, and captured on the way.
struct Values: Sendable {
    private var values: [String: JSON]

    init(subject: Subject) {
        values = Variable.draw(subject.exercise.variables, seed: subject.seed)
    }

    func adding(_ captured: [String: JSON]) -> Values {
        var all = self
        all.values.merge(captured) { $1 }
        return all
    }

    /// - Throws: `TemplateError` for a name that has no value, as do the others below.
    func fill(_ request: RequestTemplate) throws -> RequestTemplate {
        try request.filled(with: values)
    }

    func fill(_ expectations: [Expectation]) throws -> [Expectation] {
        try expectations.map { try $0.filled(with: values) }
    }

    /// The step's requests, filled in; its expectations are filled when they are judged.
    func fill(_ step: Step) throws -> Step {
        var step = step
        step.request = try fill(step.request)
        if let background = step.background {
            step.background = Background(
                request: try fill(background.request), count: background.count)
        }
        return step
    }

    func fillKnown(_ text: String) -> String {
        text.filledWhereKnown(with: values)
    }

    func fillKnown(_ request: RequestTemplate) -> RequestTemplate {
        (try? fill(request)) ?? request  // shown, never sent
    }
}
