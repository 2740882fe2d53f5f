/// A rule that explains a failure: when all of `when` holds, `text` is said.
package struct Diagnosis: Sendable {
    /// What must hold of the failing step's observation; nothing means always.
    package var when: [Expectation]
    /// A further request whose answer must meet its expectations.
    package var probe: Probe?
    /// What was seen, why, and the next step: at most three lines.
    package var text: ByTrack<String>
    /// A regular expression for the line of the learner's file to point at.
    ///
    /// Evidence for where, never for whether.
    package var at: ByTrack<String>
    /// The mutants that prove this rule.
    package var mutants: [String]
    /// The hint that says more, from 1.
    package var hint: Int?
    /// The tracks the rule is for; all when empty.
    package var tracks: [Track]
    package var position: SourcePosition

    package init(
        when: [Expectation], probe: Probe? = nil, text: ByTrack<String>,
        at: ByTrack<String> = ByTrack(), mutants: [String] = [], hint: Int? = nil,
        tracks: [Track] = [],
        position: SourcePosition
    ) {
        self.when = when
        self.probe = probe
        self.text = text
        self.at = at
        self.mutants = mutants
        self.hint = hint
        self.tracks = tracks
        self.position = position
    }

    /// A request sent only to tell causes apart.
    package struct Probe: Sendable {
        package var request: RequestTemplate
        package var expectations: [Expectation]

        package init(request: RequestTemplate, expectations: [Expectation]) {
            self.request = request
            self.expectations = expectations
        }
    }
}
