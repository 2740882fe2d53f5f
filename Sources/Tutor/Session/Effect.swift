package import Course
package import Grading

/// Something that a session wants done.
///
/// The session itself does nothing.
package enum Effect: Sendable {
    case show(Message)
    /// Lays out the exercise's files, hosts the app for free play and watches the file.
    case open(exercise: Exercise, track: Track)
    /// Hosts a lesson's app for free play, in place of the learner's; nil hosts one that says that
    /// nothing is there.
    case host(Lesson.Example?)
    /// Grades the open exercise's file; while a check runs, one more is queued at most.
    case check(exercise: Exercise, track: Track)
    case send(Request)
    /// Opens a WebSocket; what is typed from then on is sent, until it is closed.
    case openWebSocket(Request)
    /// Shows events as they come, so many of them or until the learner has enough.
    case followEvents(Request, count: Int?)
    /// Sends the same request so many times at once and shows how they overlap.
    case burst(Request, count: Int)
    /// Shows what the free-play app can tell of itself.
    case tell(AppFact)
    /// Shows what the free-play app printed, and what was printed in checks that failed.
    case showLog([CheckReport])
    /// Sends the same to the exercise's apps in all of its tracks, and shows the answers together.
    case compare(Exercise, Comparison)
    /// Opens the learner's file in their editor.
    case edit(Exercise, Track)
    case reset(Exercise, Track)
    /// Shows the lines that a Parsons problem has, and how many of them are in place.
    case showLines(Exercise, Track)
    /// Puts the lines with these numbers, from 1, into the learner's file, and checks it.
    case arrange(Exercise, Track, [Int])
    case showDifference(Exercise, Track)
    case showSolution(Exercise, Track)
    case remember(Memory)
    /// Hosts an app without handlers, to be typed at the prompt, in place of the learner's.
    case startScratch(Track)
    /// Adds typed Python to the scratch app and hosts it anew.
    case addToScratch(String)
    case quit

    /// What the apps that are compared are asked.
    package enum Comparison: Sendable {
        case one(Request)
        /// The requests of the exercise's checks, with their variables still to be drawn.
        case checks([RequestTemplate])
    }

    /// What the app can be asked for.
    package enum AppFact: Sendable, Hashable {
        case routes, docs, trace
    }

    /// What is to be kept for later sessions.
    package enum Memory: Sendable {
        case attempt(Report)
        case hint(exercise: String, track: Track, level: Int)
        case solutionSeen(exercise: String, track: Track)
        case answer(lesson: String, question: String, choice: String, isRight: Bool)
        case place(Place)
        case track(Track)
    }
}
