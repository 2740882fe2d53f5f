/// Turns what is known about a start that failed into a sentence that says what to do.
package enum StartUpDiagnosis {
    /// Describes what the worker told.
    package static func failure(facts: FailurePayload, app: App, log: String) -> StartFailure {
        let type = facts.traceback?.type
        let known = facts.traceback.flatMap {
            wellKnown(type: $0.type, message: $0.message, log: log)
        }
        let place = facts.location.map(Self.place) ?? ""
        return StartFailure(
            kind: facts.kind, message: known.map { place + $0 } ?? message(facts, app, place),
            exceptionType: type, traceback: facts.traceback, location: facts.location, log: log)
    }

    /// Describes a worker that ended before it was ready.
    package static func failure(ended end: AppEnd, app: App, log: String) -> StartFailure {
        let kind: StartFailure.Kind
        switch end {
        case .exited: kind = .exited
        case .outputLimit: kind = .outputLimit
        case .processLimit, .diskLimit: kind = .spaceLimit
        case .corrupted: kind = .corrupted
        case .timedOut: kind = .timedOut
        case .crashed: kind = .crashed
        case .killed, .stopped, .unsupervised: kind = .killed
        }
        if case .routes = app.source, log.contains("error while loading shared libraries") {
            return ofOurs(SwiftKitError.damaged(output: log))
        }
        let known = wellKnown(type: "", message: "", log: log)
        guard case .crashed(let message, let location) = end else {
            return StartFailure(kind: kind, message: known ?? end.description, log: log)
        }
        let text =
            known.map { "\($0)\nHummingbird: \(message)." } ?? "the program crashed: \(message)."
        return StartFailure(
            kind: kind, message: (location.map(place) ?? "") + text, location: location, log: log)
    }

    /// Describes a file whose loading did not end.
    package static func failure(
        standingAt place: SourceLocation?, limit: Duration, log: String, app: App
    ) -> StartFailure {
        if case .routes = app.source {
            return StartFailure(
                kind: .timedOut,
                message:
                    "`addRoutes` did not return within \(limit.seconds) seconds: it adds routes, "
                    + "and what takes time belongs into their handlers.", log: log)
        }
        let stands = place.map { " It stands at line \($0.line)." } ?? ""
        return StartFailure(
            kind: .timedOut,
            message: "The file did not finish loading within \(limit.seconds) seconds." + stands
                + " Put what runs on under `if __name__ == \"__main__\":`.",
            location: place, log: log)
    }

    /// Describes a start that failed because of us.
    static func ofOurs(_ error: any Error) -> StartFailure {
        StartFailure(kind: .toolchain, message: "\(error)", log: "")
    }

    /// Returns the better text for a well-known message, nil for any other.
    ///
    /// - Parameters:
    ///   - type: the type of the exception, "" when there was none.
    ///   - message: the text of the exception.
    ///   - log: what the program printed.
    /// - Returns: the text, without a place.
    package static func wellKnown(type: String, message: String, log: String) -> String? {
        let text = message + "\n" + log
        for row in WellKnownFailure.all where row.type == nil || row.type == type {
            if let text = row.text(for: text) { return text }
        }
        return nil
    }

    private static func place(_ location: SourceLocation) -> String {
        "Line \(location.line)" + (location.column.map { ", column \($0)" } ?? "") + ": "
    }

    private static func message(_ facts: FailurePayload, _ app: App, _ place: String) -> String {
        let raised = facts.traceback.map { "\($0.type): \($0.message)" } ?? ""
        let file = AppPaths(app).file ?? AppPaths(app).module
        switch facts.kind {
        case .syntax:
            let words = facts.traceback?.message ?? "this is not Python"
            let stop = words.last.map("?!.".contains) == true ? "" : "."
            return "\(place)\(words)\(stop) Mend the line."
        case .moduleNotFound: return place + missing(module: facts.module ?? "", app)
        case .fileMissing: return "There is no file \(file). Save it there, or name another one."
        case .noApp: return noApp(facts)
        case .isNone:
            return "`\(facts.name ?? "app")` is None. Does the function that makes it return it?"
        case .notCallable:
            return "`\(facts.name ?? "app")` is \(article(facts.type ?? "object")), "
                + "which cannot be called. It must be the app itself."
        case .factory: return makes(facts.name ?? "")
        case .wrongInterface: return wrongInterface(facts, app)
        case .ownServer:
            return "\(place)the file opens a port of its own while it is loaded; Routelings serves "
                + "the app already. Put that line under `if __name__ == \"__main__\":`."
        case .exited:
            return "\(place)the file ends the program while it is loaded, with exit code "
                + "\(facts.code ?? 0). Put that line under `if __name__ == \"__main__\":`."
        case .lifespan:
            return "\(place)the app's lifespan failed before its `yield`: "
                + (raised.isEmpty ? facts.message ?? "no reason given" : raised) + "."
        case .exception, .timedOut, .killed, .outputLimit, .spaceLimit, .corrupted, .compile,
            .crashed, .toolchain:
            return place + raised
        }
    }

    private static func missing(module: String, _ app: App) -> String {
        let paths = AppPaths(app)
        if paths.file == nil, "\(paths.module).".hasPrefix("\(module).") {
            return "There is no module `\(module)` in \(paths.root). Serve it from the folder that "
                + "holds it, or give the path of a file."
        }
        if module == "uvicorn" || module == "gunicorn" {
            return "the server `\(module)` is not needed: Routelings serves the app. "
                + "Put the lines that use it under `if __name__ == \"__main__\":`."
        }
        let package = WellKnownFailure.packages[module] ?? module
        return "there is no module `\(module)`. Is the name right? "
            + "If it is a package: `pip install \(package)`."
    }

    private static func wrongInterface(_ facts: FailurePayload, _ app: App) -> String {
        let isASGI = facts.type == "asgi"
        let takes = isASGI ? "scope, receive and send" : "environ and start_response"
        return "`\(facts.name ?? "app")` is \(isASGI ? "an ASGI" : "a WSGI") app, called with "
            + "\(takes), and was to be served as \(app.interface.rawValue.uppercased()). "
            + "Leave the interface to be found, or say \(isASGI ? "asgi" : "wsgi")."
    }

    private static func makes(_ function: String) -> String {
        "`\(function)` makes the app and is none itself: put `app = \(function)()` into a file, and "
            + "serve that."
    }

    private static func noApp(_ facts: FailurePayload) -> String {
        let name = facts.name ?? "app"
        let start = "The file must define a variable named `\(name)`."
        guard let names = facts.names, let first = names.first else {
            return facts.makers?.first.map { "\(start) \(makes($0))" } ?? start
        }
        return names.count == 1
            ? start + " Did you mean `\(first)`?"
            : start + " These look like apps: " + names.map { "`\($0)`" }.joined(separator: ", ")
                + "."
    }

    private static func article(_ noun: String) -> String {
        ("aeiou".contains(noun.prefix(1).lowercased()) ? "an " : "a ") + noun
    }
}

extension Duration {
    /// The span in seconds, without digits that say nothing.
    var seconds: String {
        let value = Double(components.seconds) + Double(components.attoseconds) / 1e18
        return value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}
