/// A line of the learner's file that adds a route, such as `router.get("tools/:id") {`.
struct RouteCall {
    /// From 1.
    var line: Int
    /// Upper case; nil where the line does not name it.
    var method: String?
    /// The path's parts, placeholders as `{name}`.
    var parts: [String]
    /// The call without what follows the path.
    var text: String

    /// The calls in a source text, in its order.
    static func all(in source: String) -> [RouteCall] {
        let pattern = /([\w.()"\/:{}]*\.)?(get|post|put|patch|delete|head|on)\(\s*"([^"]*)"/
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { index, line in
            guard !line.drop(while: \.isWhitespace).hasPrefix("//"),
                let match = line.firstMatch(of: pattern)
            else { return nil }
            let method = match.output.2 == "on" ? nil : match.output.2.uppercased()
            return RouteCall(
                line: index + 1, method: method, parts: parts(of: match.output.3),
                text: match.output.0.drop { $0 == "." } + ")")
        }
    }

    /// The call that fits a route best: the one whose path covers most of the route's end.
    static func best(of calls: [RouteCall], for method: String, _ path: String) -> RouteCall? {
        let route = parts(of: path[...])
        return calls.filter {
            ($0.method == nil || $0.method == method)
                && route.suffix($0.parts.count) == $0.parts[...]
        }.max { $0.parts.count < $1.parts.count }
    }

    /// Whether this call's path is the end of `path`, whatever the method.
    func covers(_ path: Substring) -> Bool {
        !parts.isEmpty && Self.parts(of: path).suffix(parts.count) == parts[...]
    }

    private static func parts(of path: Substring) -> [String] {
        path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
    }
}
