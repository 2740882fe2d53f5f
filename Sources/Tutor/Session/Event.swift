import Course
package import Grading

/// Something that happened to a session.
package enum Event: Sendable {
    /// The prompt is up. Where no track was ever chosen, `track` is nil.
    case started(isInteractive: Bool)
    /// A line was typed and entered.
    case line(String)
    /// The learner's file changed on disk, and came to rest.
    case saved
    /// A check ended.
    case checked(Report)
    /// A request that was typed has its answer.
    case answered(Request, Result<Answer, NoAnswer>)
}
