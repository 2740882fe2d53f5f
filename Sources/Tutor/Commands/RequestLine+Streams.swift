package import Grading

/// Requests of which more comes than one answer.
extension RequestLine {
    /// The most requests that `burst` sends at once.
    package static let mostAtOnce = 200

    /// Reads what follows `ws`: `PATH [HEADER…]`.
    ///
    /// - Throws: `Problem`, or `Words.OpenQuote`.
    package static func webSocket(_ rest: String) throws -> Request {
        let request = try parse(method: "ws", rest: rest, readFile: { _ in [] })
        guard request.body == nil else { throw Problem.bodyOfAWebSocket }
        return Request(method: "GET", target: request.target, headers: request.headers)
    }

    /// Reads what follows `sse`: `[N] PATH [ITEM…]`; the number is nil where none is given.
    ///
    /// - Throws: `Problem`, or `Words.OpenQuote`.
    package static func events(
        _ rest: String, readFile: (String) throws -> [UInt8]
    ) throws -> (Request, count: Int?) {
        let (count, line) = number(in: rest)
        if let count, count < 1 { throw Problem.noEvents("\(count)") }
        let command = ["sse", count.map(String.init)].compactMap { $0 }.joined(separator: " ")
        if line.isEmpty { throw Problem.noPath(method: command) }
        let request = try parse(method: "get", rest: line, readFile: readFile)
        return (request, count)
    }

    /// Reads what follows `burst`: `N [METHOD] PATH [ITEM…]`; the method is GET unless given.
    ///
    /// - Throws: `Problem`, or `Words.OpenQuote`.
    package static func burst(
        _ rest: String, readFile: (String) throws -> [UInt8]
    ) throws -> (Request, count: Int) {
        let (found, line) = number(in: rest)
        guard let count = found, count > 0 else {
            throw Problem.noCount(String(rest.prefix { !$0.isWhitespace }))
        }
        guard count <= mostAtOnce else { throw Problem.tooMany(count, limit: mostAtOnce) }
        let word = String(line.prefix { !$0.isWhitespace })
        let method = CommandWord(rawValue: word.lowercased()).flatMap { $0.isMethod ? $0 : nil }
        let items = method == nil ? line : String(line.dropFirst(word.count)).trimmingBlanks
        let verb = method?.rawValue ?? "get"
        if items.isEmpty { throw Problem.noPath(method: "burst \(count) \(verb)") }
        return (try parse(method: verb, rest: items, readFile: readFile), count)
    }

    private static func number(in rest: String) -> (Int?, String) {
        let word = rest.prefix { !$0.isWhitespace }
        guard let number = Int(word) else { return (nil, rest) }
        return (number, String(rest.dropFirst(word.count)).trimmingBlanks)
    }
}
