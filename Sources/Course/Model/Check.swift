/// One promise of an exercise: what is sent, and what must come back.
///
/// Texts in requests, expectations and diagnoses may hold `${name}`, which is filled in from the
/// exercise's variables and from what earlier steps captured.
package struct Check: Sendable {
    /// Unique in the exercise: a letter for the category and a number, such as `V1`.
    package var id: String
    /// What is promised, as one line.
    package var title: String
    package var category: Category
    /// What passing is worth, from 1.
    package var points: Int
    /// Checks of the same exercise that must pass first; otherwise this one is skipped.
    package var needs: [String]
    /// The tracks that have this check; all of the exercise's when empty.
    package var tracks: [Track]
    /// At least one; they run in order, and the first that fails ends the check.
    package var steps: [Step]
    /// How the exercise's upstream behaves while this check runs.
    package var upstream: UpstreamScript?
    /// Tried in order on what was observed; the first that fits explains the failure.
    package var diagnoses: [Diagnosis]
    package var position: SourcePosition

    package init(
        id: String, title: String, category: Category, points: Int = 1, needs: [String] = [],
        tracks: [Track] = [], steps: [Step], upstream: UpstreamScript? = nil,
        diagnoses: [Diagnosis] = [], position: SourcePosition
    ) {
        self.id = id
        self.title = title
        self.category = category
        self.points = points
        self.needs = needs
        self.tracks = tracks
        self.steps = steps
        self.upstream = upstream
        self.diagnoses = diagnoses
        self.position = position
    }
}

/// One request, or a burst of the same one, and what its answer must be.
package struct Step: Sendable {
    package var request: RequestTemplate
    /// How many times the request is sent at once, each on a connection of its own; 1 to 500.
    package var burst: Int
    /// Requests that are under way, held at the upstream, while this step's own is sent.
    package var background: Background?
    package var expectations: [Expectation]
    /// Values to keep for later steps and checks: variable name to observation path.
    package var captures: [String: ObservationPath]

    package init(
        request: RequestTemplate, burst: Int = 1, background: Background? = nil,
        expectations: [Expectation], captures: [String: ObservationPath] = [:]
    ) {
        self.request = request
        self.burst = burst
        self.background = background
        self.expectations = expectations
        self.captures = captures
    }
}

/// Requests that are held at the upstream while another one is sent.
package struct Background: Sendable {
    package var request: RequestTemplate
    /// How many, 1 to 100.
    package var count: Int

    package init(request: RequestTemplate, count: Int) {
        self.request = request
        self.count = count
    }
}

/// A request as a check writes it.
package struct RequestTemplate: Sendable, Hashable {
    /// The method, in capitals.
    package var method: String
    /// The path and query, sent as written: nothing is encoded or normalised.
    package var target: String
    /// Header fields in order; names may repeat.
    package var headers: [Field]
    package var body: Body

    /// One header field.
    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What is sent after the headers, with its content type unless the headers name one.
    package enum Body: Sendable, Hashable {
        case none
        /// `application/json`.
        case json(JSON)
        /// `text/plain; charset=utf-8`.
        case text(String)
        /// `application/x-www-form-urlencoded`, in order.
        case form([Field])
    }

    package init(method: String, target: String, headers: [Field] = [], body: Body = .none) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}

/// One thing that must hold of what was observed.
package struct Expectation: Sendable {
    package var path: ObservationPath
    package var predicate: ByTrack<Predicate>
    package var position: SourcePosition

    package init(path: ObservationPath, predicate: ByTrack<Predicate>, position: SourcePosition) {
        self.path = path
        self.predicate = predicate
        self.position = position
    }
}

/// How the upstream that an exercise calls behaves during one check.
package struct UpstreamScript: Sendable, Hashable {
    /// Every answer is held until this many callers wait together; 0 holds nothing.
    package var barrier: Int
    /// Every answer is held until the step's own request has been answered, or cannot be.
    package var holds: Bool
    /// The caller is told to compute, not to wait, for as long as the answer is held.
    package var spins: Bool

    package init(barrier: Int = 0, holds: Bool = false, spins: Bool = false) {
        self.barrier = barrier
        self.holds = holds
        self.spins = spins
    }
}

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
    /// The mutant that proves this rule.
    package var mutant: String?
    /// The tracks the rule is for; all when empty.
    package var tracks: [Track]
    package var position: SourcePosition

    package init(
        when: [Expectation], probe: Probe? = nil, text: ByTrack<String>,
        at: ByTrack<String> = ByTrack(), mutant: String? = nil, tracks: [Track] = [],
        position: SourcePosition
    ) {
        self.when = when
        self.probe = probe
        self.text = text
        self.at = at
        self.mutant = mutant
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
