import Course

/// What is said of a failure when no rule of the exercise fits: the outermost layer that went
/// wrong, from "no such route" through "refused" to "wrong value".
enum Fallback {
    /// One to three lines for the first of `differences`.
    static func text(
        for difference: Difference, observation: Observation, request: Request?, routes: [String]
    ) -> String {
        let seen = observation.document
        if let raised = raised(seen) { return raised }
        if difference.path == .status, case .int(let status)? = difference.actual {
            return layer(status, seen, request, routes)
                ?? "The status is \(status); \(wording(of: difference.expected)) was expected."
        }
        return value(difference)
    }

    private static func raised(_ seen: JSON) -> String? {
        guard let traceback = seen["traceback"], let type = traceback["type"]?.string else {
            return nil
        }
        let message = (traceback["message"]?.string ?? "").trimmingFullStop
        // Without a line of the learner's own it was the framework that gave up on the handler.
        let who = traceback["line"] == nil ? "The framework" : "The handler"
        return "\(who) raised \(type)\(message.isEmpty ? "" : ": \(message)"). "
            + "An exception that nobody catches becomes a 500."
    }

    private static func layer(
        _ status: Int, _ seen: JSON, _ request: Request?, _ routes: [String]
    ) -> String? {
        switch status {
        case 404 where seen["handler"] == nil:
            let known = routes.isEmpty ? "" : " The app knows \(routes.joined(separator: ", "))."
            return "No route takes \(request.name).\(known)"
        case 405:
            let allowed = seen["headers"]?["allow"]?.string.map { " It takes \($0)." } ?? ""
            return "The path is there, but not for \(request?.method ?? "this method").\(allowed)"
        case 422: return refusal(seen)
        default: return nil
        }
    }

    /// What a validation answer names first: its place and its words.
    private static func refusal(_ seen: JSON) -> String? {
        guard let first = seen["body"]?["detail"]?[0], let message = first["msg"]?.string,
            case .array(let location)? = first["loc"]
        else { return nil }
        let place = location.map(\.plainText).joined(separator: ".")
        return "The request was refused by validation, at \(place): \(message)."
    }

    private static func value(_ difference: Difference) -> String {
        let name = "`\(difference.path)`"
        guard let actual = difference.actual else { return "\(name) is missing from the answer." }
        if difference.expected == ["exists": false] {
            return "\(name) is there and was not asked for."
        }
        if actual.kind != difference.expected.kind, difference.expected.kind != "object" {
            return "\(name) is a \(actual.kind); a \(difference.expected.kind) was expected."
        }
        return "\(name) is not what the task asks for."
    }

    private static func wording(of expected: JSON) -> String {
        if let values = expected["oneOf"], case .array(let items) = values {
            return "one of " + items.map(\.plainText).joined(separator: ", ")
        }
        return expected.plainText
    }
}

extension Request? {
    /// Method and target.
    fileprivate var name: String { map { "\($0.method) \($0.target)" } ?? "this request" }
}

extension String {
    /// The text without blanks and full stops at its end.
    fileprivate var trimmingFullStop: String {
        var text = self[...]
        while let last = text.last, last == "." || last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
