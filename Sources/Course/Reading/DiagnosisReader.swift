/// Reads the rules that explain why a check failed.
struct DiagnosisReader {
    let checkTracks: [Track]
    let scope: ReadingScope
    /// Checks that `$.checks` may name; nil where not all of them could be read.
    let checks: [String]?

    static let keys = ["when", "probe", "mutant", "tracks", "say", "at", "hint"]

    func diagnoses(_ value: YAMLValue?) -> [Diagnosis] {
        var closed: Set<Track> = []
        return value?.list("a list of rules").compactMap { element in
            guard let diagnosis = diagnosis(element) else { return nil }
            let tracks = diagnosis.tracks.isEmpty ? checkTracks : diagnosis.tracks
            if !tracks.isEmpty, closed.isSuperset(of: tracks) {
                element.report("this rule is never tried: one before it always fits. Move it up")
            }
            if diagnosis.when.isEmpty, diagnosis.probe == nil { closed.formUnion(tracks) }
            return diagnosis
        } ?? []
    }

    private func diagnosis(_ value: YAMLValue) -> Diagnosis? {
        guard let fields = value.fields("the rule", known: Self.keys, required: ["say"]) else {
            return nil
        }
        let own = fields["tracks"]?.tracks(among: checkTracks, of: "the check") ?? []
        let tracks = own.isEmpty ? checkTracks : own
        let reader = ExpectationReader(scope: scope, tracks: tracks, checks: checks)
        if fields["when"] == nil, fields["probe"] == nil {
            value.report("expected when or probe: write \"when: {}\" for a rule that always fits")
        }
        return Diagnosis(
            when: fields["when"].map(reader.expectations) ?? [],
            probe: fields["probe"].flatMap { probe($0, reader) },
            text: fields["say"]?.byTrack(needed: tracks) {
                $0.template("what was seen, why, and the next step", scope.adding(["exception"]))
            } ?? ByTrack(),
            at: fields["at"]?.byTrack(needed: []) { $0.pattern(scope) } ?? ByTrack(),
            mutants: fields["mutant"].map(mutants) ?? [],
            hint: fields["hint"]?.integer("a hint's number, 1 to 3", in: 1...3), tracks: own,
            position: value.position)
    }

    /// One mutant's id, or a list of them.
    private func mutants(_ value: YAMLValue) -> [String] {
        let elements = value.isList ? value.list("") : [value]
        if elements.isEmpty { value.report("expected a mutant's id such as M1, or several") }
        return elements.compactMap { $0.text("a mutant's id such as M1") }
    }

    private func probe(_ value: YAMLValue, _ reader: ExpectationReader) -> Diagnosis.Probe? {
        let keys = ["request", "expect"]
        guard let fields = value.fields("the probe", known: keys, required: keys),
            let request = fields["request"]?.request(scope), let expect = fields["expect"]
        else { return nil }
        return Diagnosis.Probe(request: request, expectations: reader.expectations(expect))
    }
}
