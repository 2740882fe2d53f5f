import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// A request as the server hands it over: its head, and the body or its beginning.
struct ReceivedRequest {
    var head: HTTPRequest
    var body: ByteBuffer
    /// Whether more of the body follows in frames of its own.
    var hasMore: Bool

    /// Reads a request frame's payload.
    ///
    /// - Returns: nil for a payload that no server of ours writes, or a head that HTTP refuses.
    init?(from payload: ByteBuffer) {
        var payload = payload
        guard case .list(let parts)? = MarshalValue(from: &payload), parts.count == 10,
            let method = parts[0].string, let path = parts[1].string,
            let query = parts[2].string, case .list(let fields) = parts[4],
            case .bytes(let body) = parts[8], case .bool(let hasMore) = parts[9]
        else { return nil }
        let target = query.isEmpty ? path : "\(path)?\(query)"
        // The conversion is the one that Hummingbird's own server makes.
        let headers = HTTPHeaders(fields.compactMap(Self.field))
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method), uri: target, headers: headers)
        guard let converted = try? HTTPRequest(head, secure: false, splitCookie: false) else {
            return nil
        }
        self.head = converted
        self.body = body
        self.hasMore = hasMore
    }

    private static func field(_ value: MarshalValue) -> (String, String)? {
        guard case .list(let pair) = value, pair.count == 2, let name = pair[0].string,
            let text = pair[1].string
        else { return nil }
        return (name, text)
    }
}
