import Course
import Terminal

extension CodeLanguage {
    /// The language that learners write in a track.
    init(_ track: Track) {
        self.init(named: track.language)
    }
}
