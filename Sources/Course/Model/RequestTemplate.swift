/// A request as a check writes it.
package struct RequestTemplate: Sendable, Hashable {
    /// The method, in capitals.
    package var method: String
    /// The path and query, sent as written: nothing is encoded or normalised.
    package var target: String
    /// Header fields in order; names may repeat.
    package var headers: [Field]
    /// Names, in lower case, of headers that are not sent although a client would add them.
    package var omittedHeaders: Set<String> = []
    package var body: Body
    /// `user:password`, sent as an Authorization header (RFC 7617, in UTF-8); nil sends none.
    package var basic: String?
    /// Whose headers and cookies go with it, by the name of one of the exercise's users; nil is
    /// nobody's.
    package var user: String?
    /// How many redirects are followed; none of them unless said so.
    package var maxRedirects = 0
    /// Which copy of the app is asked, from 1.
    package var copy = 1

    /// One header field.
    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What is sent after the headers, with its content type unless the headers name one.
    package enum Body: Sendable, Hashable {
        case none
        /// `application/json`.
        case json(JSON)
        /// `text/plain; charset=utf-8`.
        case text(String)
        /// `application/x-www-form-urlencoded`, in order.
        case form([Field])
        /// `application/octet-stream`.
        case bytes([UInt8])
    }

    package init(method: String, target: String, headers: [Field] = [], body: Body = .none) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}

/// Somebody who sends requests: their cookies are kept for the whole run.
package struct User: Sendable, Hashable {
    /// Sent with each of their requests, unless the request has them itself.
    package var headers: [RequestTemplate.Field]
    /// `user:password` for an Authorization header; nil sends none.
    package var basic: String?

    package init(headers: [RequestTemplate.Field] = [], basic: String? = nil) {
        self.headers = headers
        self.basic = basic
    }
}
