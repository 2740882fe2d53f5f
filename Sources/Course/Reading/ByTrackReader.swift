extension YAMLValue {
    /// One value for all tracks, or `by_track:` with one for each of `needed`.
    ///
    /// `needed` are the tracks that must have a value; an empty list asks for none.
    func byTrack<Value>(
        needed: [Track], _ read: (YAMLValue) -> Value?
    ) -> ByTrack<Value> where Value: Sendable {
        guard let choices = byTrackMapping else { return ByTrack(common: read(self)) }
        let known = Track.allCases.map(\.rawValue) + ["common"]
        guard let fields = choices.fields("by_track", known: known) else { return ByTrack() }
        var values = ByTrack<Value>(common: fields["common"].flatMap(read))
        for track in Track.allCases {
            values.own[track] = fields[track.rawValue].flatMap(read)
        }
        if fields["common"] == nil {
            for track in needed where fields[track.rawValue] == nil {
                choices.report("by_track says nothing for \(track.rawValue): add it, or common")
            }
        }
        return values
    }

    /// The mapping below `by_track`, or nil when this is no such thing.
    var byTrackMapping: YAMLValue? {
        guard isMapping else { return nil }
        let members = members("a mapping")
        guard members.count == 1 else { return nil }
        if members[0].name == "by_track" { return members[0].value }
        if Suggestion.nearest(to: members[0].name, among: ["by_track"]) != nil {
            members[0].key.report(
                "unknown key \"\(members[0].name)\": did you mean \"by_track\"?")
        }
        return nil
    }

    /// A list of tracks, none twice, at least one.
    func tracks() -> [Track] {
        var tracks: [Track] = []
        for element in list("a list of tracks, such as [flask, fastapi, swift]") {
            guard let track = element.word("track", of: Track.self) else { continue }
            if tracks.contains(track) { element.report("\(track.rawValue) stands here twice") }
            tracks.append(track)
        }
        if isList, list("").isEmpty { report("expected at least one track, found an empty list") }
        return tracks
    }

    /// A list of tracks, each of which `owner` has.
    func tracks(among available: [Track], of owner: String) -> [Track] {
        let tracks = tracks()
        for track in tracks where !available.contains(track) {
            report("\(owner) has no track \(track.rawValue): take it out here, or add it there")
        }
        return tracks
    }
}
