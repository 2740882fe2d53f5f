package import NIOHTTP1

/// What is refused by the server before an app sees it.
package enum RequestRules {
    /// Why a request is refused.
    package struct Refusal: Equatable, Sendable {
        /// The status of the answer.
        package var status: Int
        /// What is wrong, for the client.
        package var text: String
    }

    /// Returns why the server itself refuses a request, nil when the app shall see it.
    package static func refusal(of head: HTTPRequestHead, limits: AppLimits) -> Refusal? {
        let size = head.headers.reduce(head.uri.utf8.count) {
            $0 + $1.name.utf8.count + $1.value.utf8.count + 4
        }
        if size > limits.headerBytes {
            return Refusal(
                status: 431, text: "The header fields are longer than \(limits.headerBytes) bytes.")
        }
        // RFC 9112, 3.2: a request without exactly one Host field is answered with 400.
        if head.isHTTP11 && head.headers["host"].count != 1 {
            return Refusal(status: 400, text: "A request needs exactly one Host field.")
        }
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        if length > limits.bodyBytes {
            return Refusal(
                status: 413, text: "The body is longer than \(limits.bodyBytes) bytes.")
        }
        let expectations = head.headers["expect"].map { $0.lowercased() }
        if expectations.contains(where: { $0 != "100-continue" }) {
            return Refusal(status: 417, text: "Only 100-continue can be expected.")
        }
        return nil
    }
}

extension HTTPRequestHead {
    /// Whether the client speaks HTTP/1.1, chunks and all.
    var isHTTP11: Bool { version.major == 1 && version.minor >= 1 }
}
