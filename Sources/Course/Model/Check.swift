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
    /// How many times the steps are gone through; the first round that fails ends the check.
    package var rounds: Int
    /// Shown, and worth nothing: it neither fails a run nor passes one.
    package var isOptional: Bool
    /// Judged like any other, and nothing of how it went is told: neither requests nor findings.
    package var isHidden: Bool
    /// Whether all later checks are skipped when this one fails.
    package var stopsOnFail: Bool
    /// Tried in order on what was observed; the first that fits explains the failure.
    package var diagnoses: [Diagnosis]
    package var position: SourcePosition

    package init(
        id: String, title: String, category: Category, points: Int = 1, needs: [String] = [],
        tracks: [Track] = [], steps: [Step], upstream: UpstreamScript? = nil,
        rounds: Int = 1, isOptional: Bool = false, isHidden: Bool = false,
        stopsOnFail: Bool = false, diagnoses: [Diagnosis] = [], position: SourcePosition
    ) {
        self.id = id
        self.title = title
        self.category = category
        self.points = points
        self.needs = needs
        self.tracks = tracks
        self.steps = steps
        self.upstream = upstream
        self.rounds = rounds
        self.isOptional = isOptional
        self.isHidden = isHidden
        self.stopsOnFail = stopsOnFail
        self.diagnoses = diagnoses
        self.position = position
    }
}

/// One thing that must hold of what was observed.
package struct Expectation: Sendable {
    package var path: ObservationPath
    package var predicate: ByTrack<Predicate>
    /// Groups of which one must hold as a whole; with any, there is no path and no predicate.
    package var alternatives: [[Expectation]] = []
    package var position: SourcePosition

    /// At least one of `alternatives` holds as a whole.
    package init(anyOf alternatives: [[Expectation]], position: SourcePosition) {
        self.init(path: ObservationPath([]), predicate: ByTrack(), position: position)
        self.alternatives = alternatives
    }

    /// Every expectation in here, those of alternatives included.
    package var flattened: [Expectation] {
        alternatives.isEmpty ? [self] : alternatives.joined().flatMap(\.flattened)
    }

    package init(path: ObservationPath, predicate: ByTrack<Predicate>, position: SourcePosition) {
        self.path = path
        self.predicate = predicate
        self.position = position
    }
}
