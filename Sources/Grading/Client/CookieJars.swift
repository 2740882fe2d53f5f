import Course
import Foundation

/// One cookie as a Set-Cookie header gives it (RFC 6265, section 4.1).
struct Cookie: Sendable, Hashable {
    var name: String
    var value: String
    /// Attributes in the order of the header, names as sent; a flag has no value.
    var attributes: [(name: String, value: String?)] { Self.pairs(rest) }
    private var rest: String

    /// Reads a Set-Cookie header's value; nil for one that names no cookie.
    init?(_ header: String) {
        let parts = header.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let pair = Self.pairs(String(first)).first,
            let value = pair.value, !pair.name.isEmpty
        else { return nil }
        name = pair.name
        self.value = value
        rest = parts.count > 1 ? String(parts[1]) : ""
    }

    /// The attribute called `name`, whatever its capitals; an empty text for a flag.
    func attribute(_ name: String) -> String? {
        attributes.last { $0.name.lowercased() == name }.map { $0.value ?? "" }
    }

    /// Whether the cookie is set in order to remove it: by its age or, without one, by its date.
    var hasExpired: Bool {
        if let age = attribute("max-age").flatMap({ Int($0) }) { return age <= 0 }
        let date = attribute("expires").flatMap { CookieDate($0) }
        return date.map { $0.seconds <= time(nil) } ?? false
    }

    private static func pairs(_ text: String) -> [(name: String, value: String?)] {
        text.split(separator: ";").map { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { String($0.trimmingBlanks) }
            return (sides[0], sides.count > 1 ? sides[1] : nil)
        }
    }
}

extension Cookie {
    /// The cookie as an observation has it: attributes in the spelling of JavaScript's Cookie Store.
    var observed: JSON {
        var members: [String: JSON] = [
            "value": .string(value), "httpOnly": .bool(attribute("httponly") != nil),
            "secure": .bool(attribute("secure") != nil),
        ]
        for (name, key) in [
            ("path", "path"), ("domain", "domain"), ("samesite", "sameSite"),
            ("expires", "expires"),
        ] {
            if let value = attribute(name) { members[key] = .string(value) }
        }
        if let age = attribute("max-age") { members["maxAge"] = Int(age).map { .int($0) } ?? .null }
        return .object(members)
    }
}

/// The cookies of each user, as a browser keeps them for one site.
///
/// Path and domain are not looked at: there is one site, and whether an app limits a path is for a
/// check to expect.
actor CookieJars {
    private var jars: [String: [String: String]] = [:]

    /// What `user` sends: the Cookie header's value, or nil without any.
    func header(for user: String) -> String? {
        guard let jar = jars[user], !jar.isEmpty else { return nil }
        return jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            .joined(separator: "; ")
    }

    /// Takes in what an answer set or removed.
    func take(_ answer: Answer, for user: String) {
        for field in answer.headers where field.name.lowercased() == "set-cookie" {
            guard let cookie = Cookie(field.value) else { continue }
            jars[user, default: [:]][cookie.name] = cookie.hasExpired ? nil : cookie.value
        }
    }
}

extension Substring {
    /// The text without blanks at either end.
    fileprivate var trimmingBlanks: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
