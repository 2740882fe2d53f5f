import Course
import Foundation
package import Grading

extension RequestLine {
    /// The line of the prompt that sends `request`.
    ///
    /// - Returns: nil when the grammar has no line for just this request, such as one with a body
    ///   that is no text.
    package static func text(for request: Request) -> String? {
        lines(for: request).first { line in
            let word = String(line.prefix { $0 != " " })
            let rest = String(line.dropFirst(word.count + 1))
            // What cannot be read back is no line for it.
            let parsed = try? parse(
                method: word, rest: rest, readFile: { _ in throw Problem.notAnItem(rest) })
            return parsed.map { $0.isSame(as: request) } ?? false
        }
    }

    /// Ways to write it, the shortest first.
    private static func lines(for request: Request) -> [String] {
        let method = request.method.lowercased()
        let target = quoted(request.target)
        let isJSON = request.contentType == "application/json"
        let isForm = request.contentType == "application/x-www-form-urlencoded"
        let implied = isJSON || isForm ? ["content-type"] : []
        let headers = request.headers.filter { !implied.contains($0.name.lowercased()) }
            .map { quoted("\($0.name):\($0.value)") }
        let head = [method, target]
        guard let body = request.body else {
            return [(head + headers).joined(separator: " ")]
        }
        let text = String(decoding: body, as: UTF8.self)
        if isForm {
            return [(head + ["--form"] + formItems(text) + headers).joined(separator: " ")]
        }
        let items = JSON(parsing: text).flatMap(jsonItems)
        return [items.map { (head + $0 + headers).joined(separator: " ") }].compactMap { $0 }
            + [(head + headers + [text]).joined(separator: " ")]
    }

    private static func formItems(_ text: String) -> [String] {
        text.split(separator: "&").map { pair in
            quoted(pair.replacing("+", with: " ").removingPercentEncoding ?? String(pair))
        }
    }

    /// An object's members as items; nil for what is no object.
    private static func jsonItems(_ json: JSON) -> [String]? {
        guard case .object(let members) = json else { return nil }
        return members.sorted { $0.key < $1.key }.map { name, value in
            if case .string(let text) = value { return quoted("\(name)=\(text)") }
            return quoted("\(name):=\(value.text)")
        }
    }

    private static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && !word.contains { $0.isWhitespace || "'\"\\".contains($0) }
        return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}

extension Request {
    fileprivate var contentType: String? {
        headers.first { $0.name.lowercased() == "content-type" }?.value.lowercased()
    }

    /// Whether a server sees no difference.
    fileprivate func isSame(as other: Request) -> Bool {
        method == other.method && target == other.target && isSameBody(other.body)
            && Self.comparable(headers) == Self.comparable(other.headers)
    }

    private func isSameBody(_ other: [UInt8]?) -> Bool {
        guard body != other, let body, let other else { return body == other }
        let mine = JSON(parsing: String(decoding: body, as: UTF8.self))
        return mine != nil && mine == JSON(parsing: String(decoding: other, as: UTF8.self))
    }

    private static func comparable(_ headers: [RequestTemplate.Field]) -> [[String]] {
        headers.map { [$0.name.lowercased(), $0.value] }.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
