/// Markdown of which some parts are for some tracks only.
///
/// In a file, lines `::: flask` and `:::` enclose a part for one track (`::: flask fastapi` for
/// two); everything outside such lines is for all.
package struct MarkedText: Sendable, Hashable {
    /// A stretch of Markdown and whom it is for.
    package struct Part: Sendable, Hashable {
        package var markdown: String
        /// Empty means every track.
        package var tracks: [Track]

        package init(markdown: String, tracks: [Track] = []) {
            self.markdown = markdown
            self.tracks = tracks
        }
    }

    package var parts: [Part]

    package init(parts: [Part]) {
        self.parts = parts
    }

    /// The Markdown that a learner in `track` reads.
    package func markdown(for track: Track) -> String {
        parts.filter { $0.tracks.isEmpty || $0.tracks.contains(track) }
            .map(\.markdown).joined(separator: "\n\n")
    }
}
