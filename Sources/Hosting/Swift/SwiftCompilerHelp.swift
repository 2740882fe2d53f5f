/// Errors of the Swift compiler's that learners meet, and texts that help more.
enum SwiftCompilerHelp {
    private struct Row {
        /// What the compiler's words contain, in this order.
        var contains: [String]
        var help: String
    }

    /// Returns the better text for the compiler's words, nil for any other.
    static func text(for words: String) -> String? {
        rows.first { row in
            var rest = words[...]
            return row.contains.allSatisfy { part in
                guard let range = rest.firstRange(of: part) else { return false }
                rest = rest[range.upperBound...]
                return true
            }
        }?.help
    }

    private static let lock =
        "Two requests could write this at the same time; move it into an actor."

    private static let order =
        "Lines run from top to bottom: the one that gives this value has to stand above."

    /// The first that fits is taken.
    private static let rows: [Row] = [
        Row(
            contains: ["cannot find '____"],
            help: "The blank is still there: put something in its place."),
        Row(
            contains: ["expected '}'"],
            help: "A `{` has no partner: each needs its `}`, below it and as far to the left."),
        Row(
            contains: ["single-quoted string literal"],
            help: "Swift writes a text in double quotes."),
        Row(
            contains: ["is unavailable from asynchronous contexts"],
            help: "This call would hold a thread that all requests share; "
                + "use `try await Task.sleep(for:)` to wait."),
        Row(
            contains: ["type '()' cannot conform to 'ResponseGenerator'"],
            help: "The handler returns nothing, and the client sees only what it returns. "
                + "Next: let its last line be the answer."),
        Row(
            contains: ["type '(", "cannot conform to 'ResponseGenerator'"],
            help: "Hummingbird makes no response of a tuple; for a status of your own return "
                + "`EditedResponse(status:response:)`."),
        Row(
            contains: ["'Int' conform to 'ResponseGenerator'"],
            help: "Hummingbird makes no response of a bare number: return a String, a struct that "
                + "is ResponseEncodable, or an `HTTPResponse.Status`."),
        Row(
            contains: ["conform to 'ResponseGenerator'"],
            help: "Hummingbird cannot make a response of this type: "
                + "add ResponseEncodable to the returned type."),
        Row(contains: ["mutation of captured var"], help: lock),
        Row(contains: ["reference to captured var"], help: lock),
        Row(contains: ["is not concurrency-safe"], help: lock),
        Row(contains: ["capture of", "with non-Sendable type"], help: lock),
        Row(
            contains: ["actor-isolated", "can not be mutated"],
            help: "Only the actor itself changes what it holds: "
                + "give it a function that does, and `await` that."),
        Row(
            contains: ["actor-isolated", "outside of the actor"],
            help: "An actor lets in one at a time: write `await` before the call to enter it."),
        Row(
            contains: ["actor-isolated", "from a nonisolated context"],
            help: "An actor lets in one at a time: write `await` before the call to enter it."),
        Row(
            contains: ["'async' but is not marked with 'await'"],
            help: "The call waits: write `await` before it."),
        Row(
            contains: ["not marked with 'try'"],
            help: "The call can throw: write `try` before it. "
                + "Hummingbird turns what is thrown into a response."),
        Row(
            contains: ["conflicting arguments to generic parameter 'Value'"],
            help: "A dictionary literal needs one value type; declare a struct."),
        Row(
            contains: ["heterogeneous collection literal"],
            help: "A dictionary literal needs one value type; declare a struct."),
        Row(
            contains: ["type 'Any' cannot conform to 'Encodable'"],
            help: "A dictionary with values of several types cannot become JSON; declare a struct."),
        Row(
            contains: ["expressions are not allowed at the top level"],
            help: "Only declarations stand at the top of the file: "
                + "put this into `addRoutes(to:)`."),
        Row(
            contains: ["expects 2 arguments"],
            help: "A handler takes the request and the context: `{ request, context in … }`, "
                + "or `_` for what it does not use."),
        Row(
            contains: ["closure argument list expects 2 arguments"],
            help: "A handler takes the request and the context: `{ request, context in … }`, "
                + "or `_` for what it does not use."),
        Row(
            contains: ["cannot find type 'Router' in scope"],
            help: "`Router` is Hummingbird's: write `import Hummingbird` at the top."),
        Row(
            contains: ["cannot find type 'AppContext' in scope"],
            help: "`AppContext` comes with the kit: write `import RoutelingsKit` at the top."),
        Row(
            contains: ["cannot find 'Upstream' in scope"],
            help: "`Upstream` comes with the kit: write `import RoutelingsKit` at the top."),
        Row(
            contains: ["has no member 'removingPercentEncoding'"],
            help: "That is Foundation's: write `import Foundation` at the top."),
        Row(contains: ["cannot reference invalid declaration"], help: order),
        Row(contains: ["use of local variable", "before its declaration"], help: order),
        Row(
            contains: ["cannot use mutating member on immutable value"],
            help: "What is kept with `let` cannot be changed: write `var`."),
        Row(
            contains: ["cannot find 'True' in scope"],
            help: "Swift writes `true`, in small letters."),
        Row(
            contains: ["cannot find 'False' in scope"],
            help: "Swift writes `false`, in small letters."),
        Row(
            contains: ["must be unwrapped to a value of type"],
            help: "This value may be nil. `require` throws then, where `get` does not; or look "
                + "with `guard let`, or give a default with `??`."),
        Row(
            contains: ["cannot infer contextual base in reference to member"],
            help: "Nothing says of which type this is: write the type in front, as in "
                + "`HTTPResponse.Status.noContent`."),
        Row(
            contains: ["expected member name or initializer call after type name"],
            help: "A type that is handed over is written with `.self`: `Int.self`."),
        Row(
            contains: ["'guard' body must not fall through"],
            help: "The `else` of a guard has to leave: with `return`, or `throw` before the error."
        ),
        Row(
            contains: ["no such module"],
            help: "Here are Hummingbird, what it is made of, Foundation and RoutelingsKit."),
        Row(
            contains: ["cannot convert value of type 'String' to specified type 'Int'"],
            help: "A part of the path is text until it is converted: `as: Int.self` does that."),
        Row(
            contains: ["unable to type-check this expression in reasonable time"],
            help: "The expression is too tangled for the compiler: "
                + "give its parts names, with `let`."),
    ]
}
