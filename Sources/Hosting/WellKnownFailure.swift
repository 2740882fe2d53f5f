/// A message of a framework that learners meet, and a text that helps more.
struct WellKnownFailure {
    /// The type that the exception must have, nil for any.
    var type: String?
    /// What the message contains, in this order.
    var contains: [String]
    /// The better text; `%` stands for the quoted or last word found by `subject`.
    var help: String
    /// Returns the word for `%`.
    var subject: @Sendable (String) -> String = { _ in "" }

    /// Packages whose name is not the module's.
    static let packages = [
        "flask": "flask", "yaml": "pyyaml", "jwt": "pyjwt", "multipart": "python-multipart",
        "PIL": "pillow", "dotenv": "python-dotenv", "bs4": "beautifulsoup4",
    ]

    /// Returns the text if `message` is the one meant.
    func text(for message: String) -> String? {
        var rest = message[...]
        for part in contains {
            guard let range = rest.firstRange(of: part) else { return nil }
            rest = rest[range.upperBound...]
        }
        return help.replacing("%", with: subject(message))
    }

    private static func word(after mark: String) -> @Sendable (String) -> String {
        { message in
            guard let range = message.firstRange(of: mark) else { return "" }
            let line = message[range.upperBound...].prefix { $0 != "\n" }
            return String(
                line.drop { $0 == " " }.prefix { $0 != " " }.filter { !".,'\"".contains($0) })
        }
    }

    /// All of them; the order does not matter.
    static let all: [WellKnownFailure] = [
        .init(
            contains: ["View function mapping is overwriting an existing endpoint function"],
            help: "Two handlers are registered under the name %: rename one, "
                + "or add functools.wraps to the decorator both use.",
            subject: word(after: "endpoint function:")),
        .init(
            contains: ["must start with a slash"], help: "Start the path with `/`."),
        .init(
            contains: ["Routed paths must start with '/'"], help: "Start the path with `/`."),
        .init(
            contains: ["the converter 'integer' does not exist"],
            help: "Flask's converter is `int` (others: string, float, path, uuid)."),
        .init(
            contains: ["the converter '", "does not exist"],
            help: "Flask knows no converter %. It has string, int, float, path and uuid, and "
                + "the converter comes first: `<int:name>`.",
            subject: word(after: "the converter")),
        .init(
            contains: ["The setup method", "can no longer be called on the blueprint"],
            help: "A blueprint is read when it is registered, and this comes after: register it "
                + "below its last route."),
        .init(
            contains: ["Install Flask with the 'async' extra"],
            help: "An `async def` view needs `pip install \"flask[async]\"`."),
        .init(contains: ["no secret key was set"], help: "`session` needs `app.secret_key`."),
        .init(
            type: "TypeError", contains: ["is not a callable object"],
            help: "Give Depends the function itself, without calling it."),
        .init(
            contains: ["Invalid args for response field"],
            help: "A parameter has a type FastAPI cannot read from a request: "
                + "use a Pydantic model or Depends."),
        .init(
            contains: ["A path prefix must not end with '/'"],
            help: "The paths behind the prefix begin with a slash: drop the one at its end."),
        .init(
            contains: ["A path prefix must start with '/'"], help: "Start the prefix with `/`."),
        .init(
            contains: ["already has a handler"],
            help: "The same path and method is added twice: keep one of the two."),
        .init(
            type: "RouterValidationError", contains: ["Route ", " overrides "],
            help: "Two parameter names compete for one place in the path; use one name."),
        .init(
            contains: ["malformed url rule"],
            help:
                "Flask cannot read the placeholder in this path: write `<int:name>`, without blanks."
        ),
        .init(
            contains: ["Unknown path convertor"],
            help: "A placeholder of FastAPI is a name in braces, `{name}`; its type stands at the "
                + "function's parameter, `name: int`."),
        .init(
            type: "NameError", contains: ["name '", "' is not defined"],
            help: "`%` is not known at this line: it has to be imported or defined above, and "
                + "spelt so.",
            subject: word(after: "name")),
        .init(
            contains: ["is already registered for"],
            help: "This blueprint is registered twice; once is enough."),
        .init(
            contains: ["Working outside of"],
            help: "`g`, `request` and `session` are there only while a request is answered: "
                + "use them inside of a handler."),
        .init(
            type: "TypeError", contains: ["got an unexpected keyword argument"],
            help: "There is no argument called `%` here: look at its name. FastAPI's decorators "
                + "have status_code, response_model and response_class.",
            subject: word(after: "keyword argument")),
        .init(
            type: "SyntaxError", contains: ["cannot assign to literal"],
            help: "`=` gives a name to a value, and here stands a value before it: in a dict write "
                + "`\"name\": value`, with a colon; to compare, `==`."),
        .init(
            contains: ["source code string cannot contain null bytes"],
            help: "The file holds zero bytes, as one does that was saved as UTF-16: save it as "
                + "UTF-8."),
        .init(
            type: "IndentationError", contains: ["expected an indented block"],
            help: "Above this line something begins that needs a body: its lines come right "
                + "below it, indented."),
        .init(
            type: "OSError", contains: ["File too large"],
            help: "This line made a file larger than an app may have here: is it in a loop that "
                + "does not end?"),
        .init(
            type: "ImportError",
            contains: ["attempted relative import with no known parent package"],
            help: "The file is part of a package, which its path does not say: serve it as "
                + "package.module:app, from the folder that holds the package."),
        .init(
            contains: ["requires \"python-multipart\" to be installed"],
            help: "Forms need `pip install python-multipart`."),
    ]
}
