import Course

/// What is said of a failure when no rule of the exercise fits: the outermost layer that went
/// wrong, from "nothing answered" through "no such route" and "refused" to "wrong value".
struct Fallback: Sendable {
    let difference: Difference
    let seen: JSON
    let request: Request?
    let routes: [String]
    let track: Track

    init(
        _ difference: Difference, observation: Observation, request: Request?, routes: [String],
        track: Track
    ) {
        self.track = track
        self.difference = difference
        seen = observation.document
        self.request = request
        self.routes = routes
    }

    /// One to three lines.
    var text: String {
        if let raised { return raised }
        if seen["log"]?.string?.contains("was never awaited") == true {
            return "A coroutine was called without `await`: its work did not happen."
        }
        if let layer { return layer }
        return structure ?? value
    }

    // MARK: Layers of an answer

    private var raised: String? {
        guard let traceback = seen["traceback"], let type = traceback["type"]?.string else {
            return nil
        }
        let whole = traceback["message"]?.string ?? ""
        if let known = RaisedText.known(type, whole) { return known }
        let message = whole.firstLine(cutAt: 160).trimmingFullStop
        // Without a line of the learner's own it was the framework that gave up on the handler.
        let who = traceback["line"] == nil ? "The framework" : "The handler"
        let advice =
            traceback["advice"]?.string ?? "An exception that nobody catches becomes a 500."
        return "\(who) raised \(type)\(message.isEmpty ? "" : ": \(message)"). \(advice)"
    }

    /// What the status says, when the check is about the status, or fails because of it.
    private var layer: String? {
        guard case .int(let status)? = seen["status"],
            ["status", "body", "text", "headers"]
                .contains(difference.path.root)
        else { return nil }
        let isAboutStatus = difference.path == .status
        guard isAboutStatus || status >= 300 else { return nil }
        return named(status)
            ?? (isAboutStatus ? "The status is \(status); \(wanted) was expected." : nil)
    }

    private func named(_ status: Int) -> String? {
        switch status {
        case 301, 302, 303, 307, 308:
            let place = seen["headers"]?["location"]?.string ?? "nowhere"
            return "The answer is a redirect (\(status)) to \(place), not what is behind it."
        case 404 where seen["handler"] == nil:
            let known = routes.isEmpty ? "" : " The app knows \(routes.joined(separator: ", "))."
            return "No route takes \(request.name).\(known)\(deadRoute.map { " " + $0 } ?? "")"
        case 404:
            return "The handler for \(request.name) answered that there is no such thing (404)."
        case 405:
            let allowed = seen["headers"]?["allow"]?.string.map { " It takes \($0)." } ?? ""
            let method = request?.method ?? "this method"
            return "The path is there, but not for \(method).\(allowed) "
                + "Next: give it a handler for \(method)."
        case 400, 422: return refusal(status)
        case 401, 403:
            let what = status == 401 ? "does not know who asks" : "knows who asks and says no"
            return "The app \(what) (\(status)): \(request.name) was refused."
        case 415:
            let type = request?.headers.first { $0.name.lowercased() == "content-type" }?.value
            return "The app takes no body of the type \(type ?? "that was sent") here (415)."
        default: return nil
        }
    }

    /// A route that can never be reached as it is written, and how it is to be written.
    private var deadRoute: String? {
        let paths = routes.compactMap {
            $0.split(separator: " ", maxSplits: 1).last.map(String.init)
        }
        if let path = paths.first(where: { $0.contains("{ ") || $0.contains(" }") }) {
            return "`\(path)` is taken literally, blanks too: none belong inside of the braces."
        }
        if let path = paths.first(where: { !$0.hasPrefix("/") }) {
            return "`\(path)` has no slash at its start, so nothing reaches it: write `/\(path)`."
        }
        let foreign = track == .flask ? "{" : "<"
        guard let path = paths.first(where: { $0.contains(foreign) }) else { return nil }
        let own = track == .flask ? "`<name>`" : "`{name}`"
        return "`\(path)` is taken literally: \(track.title) writes a placeholder as \(own)."
    }

    /// What a validation answer names first: its place and its words.
    private func refusal(_ status: Int) -> String? {
        if let first = seen["body"]?["detail"]?[0], let message = first["msg"]?.string,
            case .array(let location)? = first["loc"]
        {
            let place = location.map(\.plainText).joined(separator: ".")
            return "The request was refused by validation, at \(place): \(message)."
        }
        if let first = seen["body"]?["errors"]?[0], let field = first["field"]?.plainText {
            let problem = first["problem"].map { ": \($0.plainText.trimmingFullStop)" } ?? ""
            return "The request was refused (\(status)), at \(field)\(problem)."
        }
        let said = ["error", "message", "detail"].lazy.compactMap { seen["body"]?[$0] }.first
        return said.map { "The request was refused (\(status)): \($0.plainText.trimmingFullStop)." }
    }

    // MARK: Values

    /// The wrong kind of value, or the wrong one of the right kind.
    private var value: String {
        let name = "`\(difference.path)`"
        guard let actual = difference.actual else { return missing(name) }
        if difference.expected == ["exists": false] {
            return "\(name) is there and was not asked for. Next: leave it out."
        }
        if let said = differenceInKind(actual, name) { return said }
        if case .array(let wanted) = difference.expected, case .array(let found) = actual,
            wanted.count != found.count
        {
            return "\(name) has \(found.count) elements; \(wanted.count) were expected."
        }
        if case .string(let wanted) = difference.expected, case .string(let found) = actual {
            return textDifference(wanted, found, name)
        }
        return "\(name) is not what the task asks for."
    }

    private func missing(_ name: String) -> String {
        if difference.path.root == "body", seen["body"] == nil, let text = seen["text"]?.string {
            let type = seen["headers"]?["content-type"]?.string ?? "no content type"
            return text.isEmpty
                ? "The answer has no body."
                : "The answer is no JSON (\(type)): it cannot have \(name)."
        }
        return "\(name) is missing from the answer."
    }

    private func differenceInKind(_ actual: JSON, _ name: String) -> String? {
        guard !difference.expected.isPredicate, actual.kind != difference.expected.kind else {
            return nil
        }
        if case .string(let text) = actual {
            let isScalar = difference.expected.members == nil && difference.expected.elements == nil
            if isScalar, text == difference.expected.plainText {
                let kind = difference.expected.kind
                return "\(name) is the text \"\(text)\"; the \(kind) was expected."
            }
            if JSON(parsing: text) == difference.expected {
                return "\(name) is JSON inside a text: it was encoded twice."
            }
        }
        return "\(name) is \(actual.withArticle); \(difference.expected.withArticle) was expected."
    }

    /// Texts that a reader takes for equal are told apart by what differs.
    private func textDifference(_ wanted: String, _ found: String, _ name: String) -> String {
        if wanted.lowercased() == found.lowercased() {
            return "\(name) differs in capitals only."
        }
        let blanks = { (text: String) in text.filter { !$0.isWhitespace } }
        if blanks(wanted) == blanks(found) {
            return "\(name) differs in blanks or line breaks only."
        }
        return "\(name) is not what the task asks for."
    }

    private var wanted: String {
        if let values = difference.expected["oneOf"]?.elements {
            return "one of " + values.map(\.plainText).joined(separator: ", ")
        }
        return difference.expected.plainText
    }
}

extension JSON {
    /// Whether it is a predicate as findings write it: an object with its name, or a list of such.
    fileprivate var isPredicate: Bool {
        if let elements { return !elements.isEmpty && elements.allSatisfy(\.isPredicate) }
        guard let members, members.count == 1, let name = members.keys.first else { return false }
        return Predicate.names.contains(name)
    }

    /// Its kind with an article, such as `an array`; null is itself.
    fileprivate var withArticle: String {
        switch self {
        case .null: "null"
        case .array, .object: "an \(kind)"
        default: "a \(kind)"
        }
    }
}

extension Request? {
    /// Method and target.
    fileprivate var name: String { map { "\($0.method) \($0.target)" } ?? "this request" }
}

extension String {
    /// The first line that says something, cut where it is longer than `limit` characters.
    fileprivate func firstLine(cutAt limit: Int) -> String {
        let line =
            split(whereSeparator: \.isNewline)
            .first { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }

    /// The text without blanks and full stops at its end.
    fileprivate var trimmingFullStop: String {
        var text = self[...]
        while let last = text.last, last == "." || last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
