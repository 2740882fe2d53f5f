import Course

/// What lives through all checks of a run: the app, who asks it, and what is still open.
struct Stage: Sendable {
    let track: Track
    let app: any AppUnderTest
    let upstream: Upstream?
    let sender: Sender
    /// Streams that steps keep open, ended with their check.
    let streams = OpenStreams()
    /// Runs the learner's own checks against apps of the course; nil where that cannot be done.
    var examiner: (any Examiner)?
}

/// The streams that a check keeps open.
actor OpenStreams {
    private var streams: [OpenStream] = []

    var count: Int { streams.count }

    func keep(_ more: [OpenStream]) {
        streams += more
    }

    /// Leaves all of them.
    func end(_ how: StreamEnd) async {
        let ended = streams
        streams = []
        for stream in ended { await stream.end(how) }
    }
}

/// Runs a learner's file of checks against the apps of an exercise.
package protocol Examiner: Sendable {
    /// How the learner's checks ended on a fresh process of the app called `name`.
    ///
    /// `shuffled` runs them in another order, each still after those that it needs.
    ///
    /// - Throws: `GraderFailure` when the app cannot be run for reasons of ours.
    func examine(_ name: String, shuffled: Bool) async throws -> Examined
}

/// What came of running a learner's checks against one app.
package struct Examined: Sendable, Hashable {
    package var verdict: Verdict
    /// How many requests they sent.
    package var requests: Int
    /// The ids of those that failed.
    package var failed: [String]

    package init(verdict: Verdict, requests: Int, failed: [String]) {
        self.verdict = verdict
        self.requests = requests
        self.failed = failed
    }
}
