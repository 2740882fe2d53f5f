import Course
package import Grading

/// A request in HTTPie's grammar: `METHOD PATH [ITEM…]`.
///
/// Items: `name=text` and `name:=json` for a JSON body, `name==text` for the query, `Name:text`
/// for a header (`Name:` removes it), `name@file` for a file; `--form` (`-f`) sends the fields as
/// a form. A body can also be written as it is, starting with `{` or `[`.
package struct RequestLine: Sendable {
    /// Why a request line cannot be read.
    package enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        case noPath(method: String)
        case pathWithoutSlash(String)
        case notJSON(item: String, text: String)
        case notAnItem(String)
        case bodyAndFields
        case unreadableFile(String, reason: String)
        case bodyOfAWebSocket
        case noCount(String)
        case noEvents(String)
        case tooMany(Int, limit: Int)

        package var description: String {
            switch self {
            case .noPath(let method): "\(method) needs a path: \(method) /tools"
            case .pathWithoutSlash(let word): Self.text(of: word)
            case .notJSON(let item, let text):
                "\(text) is not JSON: quote it for the prompt, as in '\(item):=\"text\"', or write \(item)=text"
            case .notAnItem(let item):
                "\(item) is no request item: name=text, name:=json, name==query, Header:value, name@file; a blank in the path is %20"
            case .bodyAndFields: "a body and fields cannot both be sent: keep one of them"
            case .unreadableFile(let path, let reason): "\(path) cannot be read: \(reason)"
            case .bodyOfAWebSocket:
                "a WebSocket is opened without a body: Header:value and name==query can be given"
            case .noCount(let word):
                "`burst` needs a number first, from 1 to \(RequestLine.mostAtOnce)"
                    + "\(word.isEmpty ? "" : ", and has `\(word)`"): burst 20 get /tools"
            case .noEvents(let word):
                "\(word) is no number of events: sse 3 /ticks shows three, sse /ticks all of them"
            case .tooMany(let count, let limit):
                "\(count) at once is more than the \(limit) that fit: take fewer"
            }
        }

        /// Where a path should stand: a whole address has one in it.
        private static func text(of word: String) -> String {
            guard let scheme = word.firstRange(of: "://") else {
                return "the path \(word) starts without a slash: /\(word)"
            }
            let path = word[scheme.upperBound...].drop { $0 != "/" }
            let rest = path.isEmpty ? "/" : String(path)
            return "\(word) is a whole address, and your app is asked by its path: \(rest)"
        }
    }

    private enum Field {
        case text(String, String)
        case json(String, JSON)
        case file(String, path: String, bytes: [UInt8])
    }

    private var method: String
    private var path = ""
    private var query: [String] = []
    private var headers: [RequestTemplate.Field] = []
    private var fields: [Field] = []
    private var rawBody: String?
    private var isForm = false

    /// Reads `rest`, the line after the method's word; `readFile` gives the bytes of a file that an
    /// item names.
    ///
    /// - Throws: `Problem`, or `Words.OpenQuote`.
    package static func parse(
        method: String, rest: String, readFile: (String) throws -> [UInt8]
    ) throws -> Request {
        var line = RequestLine(method: method)
        let (head, body) = splitBody(rest)
        line.rawBody = body
        for word in try Words.split(head) { try line.take(word, readFile) }
        return try line.request()
    }

    private init(method: String) {
        self.method = method.uppercased()
    }

    /// A word that starts with a bracket is a JSON body as it stands, to the end of the line.
    private static func splitBody(_ rest: String) -> (head: String, body: String?) {
        var previous: Character = " "
        for index in rest.indices {
            if rest[index] == "{" || rest[index] == "[", previous.isWhitespace {
                return (String(rest[..<index]), String(rest[index...]))
            }
            if rest[index] == "'" || rest[index] == "\"" { break }
            previous = rest[index]
        }
        return (rest, nil)
    }

    private mutating func take(_ word: String, _ readFile: (String) throws -> [UInt8]) throws {
        if word == "--form" || word == "-f" {
            isForm = true
        } else if path.isEmpty {
            guard word.hasPrefix("/") else { throw Problem.pathWithoutSlash(word) }
            path = word.targetEncoded
        } else {
            try takeItem(word, readFile)
        }
    }

    /// The separator that comes first decides; of two at the same place the longer one.
    private mutating func takeItem(_ word: String, _ readFile: (String) throws -> [UInt8]) throws {
        let separators = [":=", "==", "=", "@", ":"]
        let found = separators.compactMap { separator in
            word.firstRange(of: separator).map { (separator, $0) }
        }
        guard let (separator, range) = found.min(by: { $0.1.lowerBound < $1.1.lowerBound }) else {
            throw Problem.notAnItem(word)
        }
        let name = String(word[..<range.lowerBound])
        let value = String(word[range.upperBound...])
        switch separator {
        case ":=":
            guard let json = JSON(parsing: value) else {
                throw Problem.notJSON(item: name, text: value)
            }
            fields.append(.json(name, json))
        case "==": query.append("\(name.formEncoded)=\(value.formEncoded)")
        case "=": fields.append(.text(name, value))
        case "@": fields.append(.file(name, path: value, bytes: try readFile(value)))
        default: headers.append(.init(name: name, value: value))
        }
    }

    private func request() throws -> Request {
        guard !path.isEmpty else { throw Problem.noPath(method: method.lowercased()) }
        if rawBody != nil, !fields.isEmpty { throw Problem.bodyAndFields }
        let mark = path.contains("?") ? "&" : "?"
        let target = query.isEmpty ? path : path + mark + query.joined(separator: "&")
        var request = Request(method: method, target: target)
        if let (bytes, type) = body {
            request.body = bytes
            request.headers.append(.init(name: "Content-Type", value: type))
        }
        for header in headers {
            request.headers.removeAll { $0.name.lowercased() == header.name.lowercased() }
            if !header.value.isEmpty { request.headers.append(header) }
        }
        return request
    }

    private var body: (bytes: [UInt8], type: String)? {
        if let rawBody { return (Array(rawBody.utf8), "application/json") }
        if fields.isEmpty { return nil }
        let hasFile = fields.contains { if case .file = $0 { true } else { false } }
        if hasFile { return multipart }
        return isForm ? form : json
    }

    private var json: ([UInt8], String) {
        let members = fields.map { field -> (String, JSON) in
            switch field {
            case .text(let name, let text): (name, .string(text))
            case .json(let name, let value): (name, value)
            case .file(let name, _, let bytes):
                (name, .string(String(decoding: bytes, as: UTF8.self)))
            }
        }
        let text = members.map { "\(JSON.string($0.0).text): \($0.1.text)" }.joined(separator: ", ")
        return (Array("{\(text)}".utf8), "application/json")
    }

    private var form: ([UInt8], String) {
        let pairs = fields.map { field in
            switch field {
            case .text(let name, let text): "\(name.formEncoded)=\(text.formEncoded)"
            case .json(let name, let value): "\(name.formEncoded)=\(value.plainText.formEncoded)"
            case .file(let name, let path, _): "\(name.formEncoded)=\(path.formEncoded)"
            }
        }
        return (Array(pairs.joined(separator: "&").utf8), "application/x-www-form-urlencoded")
    }

    /// RFC 7578.
    ///
    /// The boundary is fixed, so that the same line is always the same request.
    private var multipart: ([UInt8], String) {
        let boundary = "routelings-7f3a9c1e5b2d"
        var bytes: [UInt8] = []
        for field in fields {
            bytes += Array("--\(boundary)\r\nContent-Disposition: form-data; ".utf8)
            switch field {
            case .text(let name, let text): bytes += Array("name=\"\(name)\"\r\n\r\n\(text)".utf8)
            case .json(let name, let value):
                bytes += Array("name=\"\(name)\"\r\n\r\n\(value.plainText)".utf8)
            case .file(let name, let path, let content):
                let file = path.split(separator: "/").last ?? ""
                bytes += Array("name=\"\(name)\"; filename=\"\(file)\"\r\n".utf8)
                bytes += Array("Content-Type: application/octet-stream\r\n\r\n".utf8) + content
            }
            bytes += Array("\r\n".utf8)
        }
        return (
            bytes + Array("--\(boundary)--\r\n".utf8), "multipart/form-data; boundary=\(boundary)"
        )
    }
}

extension String {
    /// The text with percent signs for what no request target may hold (RFC 3986, section 2): blanks,
    /// control characters and letters beyond ASCII.
    fileprivate var targetEncoded: String {
        utf8.reduce(into: "") { encoded, byte in
            if (0x21...0x7e).contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
    }
}
