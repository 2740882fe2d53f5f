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

    init(of router: Router<AppContext>, in file: SourceFile) {
        let (file, calls) = (file.path, file.calls)
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

    /// A route by its handler's number; nil for 0.
    func entry(_ number: UInt32) -> Entry? {
        number > 0 ? entries[Int(number) - 1] : nil
    }

    /// A handler by its number; nil for 0.
    func handler(_ number: UInt32) -> Handler? {
        handlers.first { $0.0 == number }?.1
    }

    /// The number of the route that was taken; 0 when none was.
    func number(of method: HTTPRequest.Method, _ path: String?) -> UInt32 {
        path.flatMap { numbers["\(method.rawValue) \($0)"] } ?? 0
    }
}
