import Foundation
import HTTPTypes
import Hummingbird

/// What the router knows, with the learner's line for each route.
struct RouteTable: Sendable {
    /// A route as the server is told of it.
    struct Entry: Encodable, Sendable {
        var path: String
        var methods: [String]
        var function: String
        var file: String?
        var line: Int?
    }

    /// Who answers, as the server is told of it.
    struct Handler: Encodable, Sendable {
        var function: String
        var file: String?
        var line: Int?
    }

    /// In the order of the file, as far as their lines are known.
    let entries: [Entry]
    private let numbers: [String: UInt32]

    init(of router: Router<AppContext>) {
        let file = ProcessInfo.processInfo.environment["ROUTELINGS_SOURCE"]
        // A file that cannot be read now has no lines to tell.
        let text = file.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) } ?? ""
        let calls = RouteCall.all(in: text)
        let entries = router.routes.map { route -> Entry in
            let path = route.path.description
            let call = RouteCall.best(of: calls, for: route.method.rawValue, path)
            return Entry(
                path: path, methods: [route.method.rawValue],
                function: call?.text ?? "\(route.method.rawValue) \(path)", file: file,
                line: call?.line)
        }
        self.entries = entries.sorted { ($0.line ?? .max) < ($1.line ?? .max) }
        numbers = Dictionary(
            self.entries.enumerated().map { ("\($1.methods[0]) \($1.path)", UInt32($0 + 1)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// All handlers by their numbers, which count from 1.
    var handlers: [(UInt32, Handler)] {
        entries.enumerated().map { index, entry in
            (
                UInt32(index + 1),
                Handler(function: entry.function, file: entry.file, line: entry.line)
            )
        }
    }

    /// The number of the route that was taken; 0 when none was.
    func number(of method: HTTPRequest.Method, _ path: String?) -> UInt32 {
        path.flatMap { numbers["\(method.rawValue) \($0)"] } ?? 0
    }
}

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

    private static func parts(of path: Substring) -> [String] {
        path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
    }
}
