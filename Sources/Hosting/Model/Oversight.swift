/// Asynchronous work that a request began and nobody looked after.
package struct Oversight: Sendable, Equatable, Codable {
    /// What was overlooked.
    package enum Kind: String, Sendable, Equatable, Codable {
        /// A coroutine function was called, and what it returned was dropped.
        case neverAwaited
        /// A task was dropped before it had ended: nobody kept a reference to it.
        case destroyedPending
        /// A background task raised an exception that nobody asked for.
        case exceptionNeverRetrieved
    }

    /// What was overlooked.
    package var kind: Kind
    /// The name of the coroutine.
    package var name: String
    /// The place in the learner's file: the call, where the task stood, or what raised.
    package var place: SourceLocation?
    /// The exception of a background task.
    package var traceback: Traceback?
}
