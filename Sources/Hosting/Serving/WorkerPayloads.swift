/// What a worker says when it is ready.
struct ReadyPayload: Decodable {
    struct Entry: Decodable {
        var path: String
        var methods: [String]
        var function: String
        var file: String?
        var line: Int?

        var route: Route {
            Route(
                path: path, methods: methods,
                handler: Handler(function: function, file: file, line: line))
        }
    }

    var interface: String
    var routes: [Entry]
}

/// What a worker says when the app cannot be served.
package struct FailurePayload: Decodable, Sendable {
    /// The class of the failure.
    package var kind: StartFailure.Kind
    /// The exception that caused it.
    package var traceback: Traceback?
    /// The place to look at.
    package var location: SourceLocation?
    /// The code of `sys.exit`.
    package var code: Int?
    /// The module that is not there.
    package var module: String?
    /// The callable that was asked for.
    package var name: String?
    /// Variables of the file that look like apps.
    package var names: [String]?
    /// Functions of the file that seem to make an app.
    package var makers: [String]?
    /// The type of what is not callable.
    package var type: String?
    /// The lifespan's own message.
    package var message: String?
    /// The file that was loaded.
    package var file: String?
}
