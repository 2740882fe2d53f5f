/// A promise for all bodies: what fits the rules is accepted, what does not is refused.
///
/// Bodies are made from the fields' values and the run's seed. The first body on which the app does
/// otherwise is made as small as it can be before it is told.
package struct Property: Sendable {
    /// Sent with each body; `${body}` is the body.
    package var request: RequestTemplate
    /// How many bodies are tried, 1 to 1,000.
    package var trials: Int
    package var fields: [Field]
    /// What must hold when every field is good.
    package var accepts: [Expectation]
    /// What must hold when some field is bad; `${bad}` is the list of their names.
    package var refuses: [Expectation]

    package init(
        request: RequestTemplate, trials: Int, fields: [Field], accepts: [Expectation],
        refuses: [Expectation]
    ) {
        self.request = request
        self.trials = trials
        self.fields = fields
        self.accepts = accepts
        self.refuses = refuses
    }

    /// A member of the body, and which values of it the rules allow.
    package struct Field: Sendable, Hashable {
        package var name: String
        /// At least one; the first is the one that small bodies have.
        package var good: [Source]
        package var bad: [Source]

        package init(name: String, good: [Source], bad: [Source]) {
            self.name = name
            self.good = good
            self.bad = bad
        }
    }

    /// Where a value comes from.
    package enum Source: Sendable, Hashable {
        /// The member is not there.
        case absent
        case value(JSON)
        case drawn(Variable)
    }
}

/// The promises of an app's OpenAPI document, held against the app in both directions.
package struct Contract: Sendable {
    /// What asks for the document.
    package var document: RequestTemplate
    /// The operations that there are, each as `GET /tools/{id}`.
    package var operations: [String]
    /// Values for parameters by name; others come from the document's own examples and schemas.
    package var parameters: [String: JSON]
    /// Who asks, by the name of one of the exercise's users; nil is nobody.
    package var user: String?

    package init(
        document: RequestTemplate, operations: [String], parameters: [String: JSON],
        user: String?
    ) {
        self.document = document
        self.operations = operations
        self.parameters = parameters
        self.user = user
    }
}

/// The learner's file is itself a list of checks: it is run against apps that are right or wrong.
package struct Examination: Sendable, Hashable {
    /// An app that the learner's checks must pass, by the name of its file in `servers/`.
    package var good: String
    /// Apps that they should find wrong.
    package var bad: [String]

    package init(good: String, bad: [String]) {
        self.good = good
        self.bad = bad
    }
}
