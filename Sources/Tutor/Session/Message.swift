package import Course
package import Grading

/// Something to show, before it has a look.
package enum Message: Sendable {
    /// Prose: lessons, tasks, questions, help.
    case markdown(String)
    /// One line of news.
    case notice(String)
    /// What went wrong and the repair.
    case trouble(String)
    case greeting(Greeting)
    case report(Report, isPassedBefore: Bool, offersHint: Bool)
    case answer(Answer)
    /// The numbered lines of a Parsons problem, and the numbers of those in the file, in its order;
    /// nil when the file holds something else.
    case lines(Parsons, Track, inFile: [Int]?)
    /// A line to copy.
    case code(String)
    case overview([UnitOverview], Track)
    case progress([UnitOverview], [CategoryPoints], Track)

    /// The first screen.
    package struct Greeting: Sendable, Hashable {
        package var units: Int
        package var exercises: Int
        package var passed: Int
        package var place: String
        package var track: Track
        /// Whether nothing has been done yet.
        package var isFirst: Bool
    }

    /// A unit with its exercises, for lists and maps.
    package struct UnitOverview: Sendable, Hashable {
        package var number: UnitNumber
        package var title: String
        package var hasLesson: Bool
        package var exercises: [ExerciseOverview]
        /// How many of the lesson's questions were answered right the last time.
        package var rightAnswers: Int
        /// How many questions the lesson has in the track.
        package var questions: Int
    }

    /// One line of an overview.
    package struct ExerciseOverview: Sendable, Hashable {
        package var id: String
        package var title: String
        package var isOpen: Bool
        package var isOffered: Bool
        package var isPassed: Bool
        package var points: Int
        package var maxPoints: Int
        package var hints: Int
        package var hasSeenSolution: Bool
        /// Whether a later exercise has shown that it is not needed.
        package var isOptional: Bool
    }

    /// Points of one category over all exercises of a track.
    package struct CategoryPoints: Sendable, Hashable {
        package var category: Category
        package var track: Track
        package var points: Int
        package var maxPoints: Int
    }
}
