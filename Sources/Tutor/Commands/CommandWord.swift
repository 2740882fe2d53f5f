/// The commands of the prompt, in the order in which `help` shows them.
package enum CommandWord: String, Sendable, Hashable, CaseIterable {
    case lessons, lesson, next, back, exercise, track, edit, arrange, check, hint, solution, reset,
        diff
    case progress, answer, review
    case get, post, put, patch, delete, head, options, ws, sse, burst
    case curl, compare, trace, routes, docs, log, scratch
    case help, quit

    /// Whether the command sends a request: HTTPie's grammar follows the word.
    package var isMethod: Bool {
        [.get, .post, .put, .patch, .delete, .head, .options].contains(self)
    }

    /// The groups of `help`.
    package enum Group: String, Sendable, CaseIterable {
        case learn = "Learn"
        case explore = "Explore your app"
        case prompt = "Prompt"
    }

    /// What follows the word, such as `ID`; empty when nothing does.
    package var arguments: String {
        switch self {
        case .lesson: "N"
        case .exercise: "ID"
        case .track: "NAME"
        case .answer: "LETTER"
        case .help: "[COMMAND]"
        case .get, .post, .put, .patch, .delete, .head, .options: "PATH [ITEM…]"
        case .arrange: "[N…]"
        case .ws: "PATH [HEADER…]"
        case .sse: "[N] PATH [ITEM…]"
        case .burst: "N METHOD PATH [ITEM…]"
        case .solution, .reset: "[yes]"
        default: ""
        }
    }

    /// The group and one line of explanation.
    package var summary: (group: Group, text: String) {
        switch self {
        case .lessons: (.learn, "every unit and exercise, and how far you are")
        case .lesson: (.learn, "read the lesson of unit N")
        case .next: (.learn, "go on: the next part, exercise or lesson")
        case .back: (.learn, "go back by one")
        case .exercise: (.learn, "open an exercise")
        case .track: (.learn, "change the framework: flask, fastapi or swift")
        case .edit: (.learn, "open your file in $VISUAL or $EDITOR")
        case .arrange: (.learn, "put numbered lines in this order, and check them")
        case .check: (.learn, "check your file now; a save does it too")
        case .hint: (.learn, "the next of three hints")
        case .solution: (.learn, "a good solution, after passing or three hints")
        case .reset: (.learn, "start over; your file is kept beside it")
        case .diff: (.learn, "what you changed since the start")
        case .progress: (.learn, "points by unit and by category")
        case .answer: (.learn, "answer the question above")
        case .review: (.learn, "questions you missed, and exercises that took the third hint")
        case .get, .post, .put, .patch, .delete, .head, .options:
            (
                .explore,
                "send \(self == .options ? "an" : "a") \(rawValue.uppercased()) request to your app"
            )
        case .ws: (.explore, "open a WebSocket: each line is a message, Ctrl-D closes")
        case .sse: (.explore, "show server-sent events as they come: N of them, or to Ctrl-C")
        case .burst: (.explore, "send N requests at once and draw how they overlap")
        case .trace: (.explore, "what your app was given and did for the last request, with times")
        case .curl: (.explore, "the last request as a curl line")
        case .compare: (.explore, "the last request to your apps in all tracks, side by side")
        case .routes: (.explore, "the routes that your app knows")
        case .docs: (.explore, "the app's OpenAPI document as text")
        case .log: (.explore, "what your app printed, and its tracebacks")
        case .scratch: (.explore, "type a small app here and try it; your file stays as it is")
        case .help: (.prompt, "this list, or more on one command")
        case .quit: (.prompt, "leave; progress is kept")
        }
    }
}
