import Course

extension Fallback {
    /// What it means that something around the answers is not as it must be: who was there together,
    /// in which order, how long it took.
    ///
    /// Nil where the path says enough by itself.
    var structure: String? {
        let count = { (path: String) in seen["upstream"]?[path]?.text ?? "0" }
        return switch "\(difference.path)" {
        case "$.complete":
            "The answer broke off after \(seen["length"]?.text ?? "0") bytes, before its end."
        case "$.held":
            "The answer came only after the slow requests had theirs: something held it up."
        case "$.upstream.full", "$.upstream.highWater":
            "Only \(count("highWater")) of \(count("calls")) calls were under way at once: the "
                + "others came one after another."
        case "$.upstream.calls": "The upstream was called \(count("calls")) times."
        case "$.upstream.abandoned": "A call that nobody waits for any more was not given up."
        case "$.host.highWater":
            "At most \(seen["host"]?["highWater"]?.text ?? "0") requests were inside the app at once."
        case "$.ticketsTrue":
            "An answer of the upstream was made up, left out, or given to somebody else."
        case "$.time.total", "$.time.first":
            "It took \(difference.actual?.text ?? "no") ms; "
                + "about \(difference.expected["about"]?.text ?? "another time") were promised."
        case "$.kills":
            "Wrong apps that all checks passed: "
                + (seen["survivors"]?.elements ?? []).map(\.plainText).joined(separator: ", ") + "."
        case "$.trial.good":
            "A correct app was refused, by \(failedChecks): compare what was promised."
        case "$.trial.shuffled":
            "In another order \(failedChecks) fails: checks must not rely on it."
        case "$.start": "The app did not start as it was to."
        default: byRoot
        }
    }

    private var byRoot: String? {
        switch difference.path.root {
        case "gaps":
            "Between two pieces of the answer passed \(difference.actual?.text ?? "no") ms; "
                + "about \(difference.expected["about"]?.text ?? "another time") were promised."
        case "statuses":
            "The answers' statuses were " + (seen["statuses"].map(tally) ?? "none") + "."
        case "events" where seen["events"] == nil || seen["events"] == []:
            seen["events"] == nil
                ? "The answer is no stream of events: its type is not text/event-stream."
                : "No whole event came: an event ends with an empty line."
        case "log", "stderr", "stdout":
            difference.expected["not"] != nil
                ? "The app printed what it must not print."
                : "The app did not print what it was to."
        case "files": "A file in the app's folder holds what must not be there."
        case "websocket": webSocket
        case "contract": contract
        default: nil
        }
    }

    private var failedChecks: String {
        let ids = seen["trial"]?["failed"]?.elements?.map(\.plainText) ?? []
        return ids.isEmpty ? "the checks" : ids.joined(separator: ", ")
    }

    private var webSocket: String {
        let client = seen["websocket"]?["client"]?.plainText ?? "A client"
        let line = seen["websocket"]?["line"]?.text ?? "?"
        if let code = seen["websocket"]?["closed"], "\(difference.path)" != "$.websocket.closed" {
            return "At line \(line) of the script the server closed \(client)'s WebSocket "
                + "(\(code.text)); a message was expected."
        }
        if let received = seen["websocket"]?["received"] {
            return "At line \(line) of the script \(client) received \(received.text)."
        }
        return "At line \(line) of the script \(client) waited, and nothing came."
    }

    private var contract: String? {
        guard case .array(let found)? = difference.actual, let first = found.first else {
            return nil
        }
        return switch "\(difference.path)" {
        case "$.contract.undocumented":
            "\(first.plainText) works, and the document does not have it."
        case "$.contract.missing": "The document has \(first.plainText), and the app does not."
        case "$.contract.unpromised": "\(first.plainText): the document does not promise that."
        case "$.contract.unfitting": "\(first.plainText): the document promises another shape."
        default: nil
        }
    }

    /// `20 × 201, 4 × 409`.
    private func tally(_ statuses: JSON) -> String {
        (statuses.members ?? [:]).sorted { $0.key < $1.key }
            .map { "\($0.value.text) × \($0.key)" }.joined(separator: ", ")
    }
}
