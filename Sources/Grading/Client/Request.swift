package import Course
import Foundation

/// A request that is ready to be sent: every variable is filled in.
package struct Request: Sendable, Hashable {
    /// The method, in capitals (RFC 9110, section 9).
    package var method: String
    /// The request target as it goes over the wire (RFC 9112, section 3.2): path and query.
    package var target: String
    /// Header fields in order, without Host and Content-Length, which the client adds.
    package var headers: [RequestTemplate.Field]
    /// Names, in lower case, of headers that the client does not add.
    package var omittedHeaders: Set<String> = []
    /// Nil sends no Content-Length at all; an empty array sends one of 0.
    package var body: [UInt8]?

    package init(
        method: String, target: String, headers: [RequestTemplate.Field] = [], body: [UInt8]? = nil
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The request that `template` describes, with the content type that its body asks for.
    package init(_ template: RequestTemplate) {
        self.init(method: template.method, target: template.target, headers: template.headers)
        omittedHeaders = template.omittedHeaders
        if let basic = template.basic { authorize(basic) }
        switch template.body {
        case .none: break
        case .json(let value): setBody(value.text, type: "application/json")
        case .text(let text): setBody(text, type: "text/plain; charset=utf-8")
        case .form(let fields):
            let pairs = fields.map { $0.name.formEncoded + "=" + $0.value.formEncoded }
            setBody(pairs.joined(separator: "&"), type: "application/x-www-form-urlencoded")
        case .bytes(let bytes): setBody(bytes, type: "application/octet-stream")
        }
    }

    /// Adds credentials (RFC 7617) unless there are some.
    mutating func authorize(_ basic: String) {
        add([.init(name: "Authorization", value: "Basic " + Data(basic.utf8).base64EncodedString())]
        )
    }

    /// Adds headers whose names are not there yet.
    mutating func add(_ fields: [RequestTemplate.Field]) {
        let names = Set(headers.map { $0.name.lowercased() })
        headers += fields.filter { !names.contains($0.name.lowercased()) }
    }

    private mutating func setBody(_ text: String, type: String) {
        setBody(Array(text.utf8), type: type)
    }

    private mutating func setBody(_ bytes: [UInt8], type: String) {
        body = bytes
        let isNamed = headers.contains { $0.name.lowercased() == "content-type" }
        if !isNamed, !omittedHeaders.contains("content-type") {
            headers.append(.init(name: "Content-Type", value: type))
        }
    }
}

extension String {
    /// The text as `application/x-www-form-urlencoded` writes it.
    package var formEncoded: String {
        utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: "_"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: " "): encoded += "+"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
    }
}
