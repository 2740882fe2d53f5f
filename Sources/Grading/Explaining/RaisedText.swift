import Course

/// What is said of exceptions that many learners meet, in place of the framework's own words.
enum RaisedText {
    /// What happened, why and the next step; nil for any other exception.
    static func known(_ type: String, _ message: String) -> String? {
        if type == "NameError", let name = message.quoted {
            return "`\(name)` is not known where it is used. Is it a text, which stands in quotes? "
                + "A name is imported, a parameter or defined above, and spelt so."
        }
        if type == "UnboundLocalError", let name = message.quoted {
            return "`\(name)` is used before any line above has given it a value: lines run from "
                + "top to bottom. Next: put the line that does above this one."
        }
        if type == "TypeError", message.contains("got an unexpected keyword argument"),
            let name = message.quoted, let function = message.split(separator: "()").first
        {
            return "`\(function)()` was given an argument called `\(name)`, and has none of that "
                + "name. Next: make the two names agree."
        }
        if type == "TypeError", message.contains("did not return a valid response") {
            return message.contains("None")
                ? "The handler returned nothing, and Flask needs something to send. "
                    + "Next: end it with `return`."
                : "Flask cannot send what the handler returned: the body comes first, a text or "
                    + "a dict, then the status. Next: `return \"\", 204`, or `abort(404)`."
        }
        if type.hasSuffix("ResponseValidationError") {
            let place = message.firstMatch(of: #/'loc': \(([^)]*)\)/#).map { String($0.1) }
            return "What the handler returned does not fit its return type or `response_model`"
                + (place.map { ", at \($0)" } ?? "")
                + ", and FastAPI sends nothing else. Next: make the two agree."
        }
        return nil
    }
}

extension Observation {
    /// What was raised, on a line: `KeyError: 'name'`; `an error` where nobody saw which.
    var raised: String {
        guard let traceback = document["traceback"], let type = traceback["type"]?.string else {
            return "an error"
        }
        let name = type.split(separator: ".").last ?? ""
        let message = traceback["message"]?.string?.split(whereSeparator: \.isNewline).first ?? ""
        let text = message.isEmpty ? "\(name)" : "\(name): \(message)"
        return text.count > 100 ? text.prefix(99) + "…" : text
    }
}

extension String {
    /// What stands between the first two single quotes.
    fileprivate var quoted: String? {
        let parts = split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : nil
    }
}
