/// What is said of exceptions that many learners meet, in place of the framework's own words.
enum RaisedText {
    /// What happened, why and the next step; nil for any other exception.
    static func known(_ type: String, _ message: String) -> String? {
        if type == "NameError", let name = message.quoted {
            return "`\(name)` is not known where it is used. Is it imported, spelt so, and a "
                + "parameter or defined above?"
        }
        if type == "TypeError", message.contains("did not return a valid response") {
            return message.contains("None")
                ? "The handler returned nothing, and Flask needs something to send. "
                    + "Next: end it with `return`."
                : "Flask cannot send what the handler returned: the body comes first, a text or "
                    + "a dict, then the status. Next: `return \"\", 204`, or `abort(404)`."
        }
        if type == "ResponseValidationError" {
            return "What the handler returned does not fit its return type or `response_model`, "
                + "and FastAPI sends nothing else. Next: make the two agree."
        }
        return nil
    }
}

extension String {
    /// What stands between the first two single quotes.
    fileprivate var quoted: String? {
        let parts = split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[1]) : nil
    }
}
