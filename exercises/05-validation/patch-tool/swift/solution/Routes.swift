// Tools: stored whole, or changed in part.

import Hummingbird
import RoutelingsKit
import Synchronization

struct Tool: ResponseEncodable {
    var name: String
    var daily_fee: Double
    var note: String?
}

/// A tool before it is checked.
struct Draft: Decodable {
    var name: String?
    var daily_fee: Double?
    var note: String?

    func checked() throws -> Tool {
        guard let name, !name.isEmpty, let daily_fee, daily_fee > 0 else {
            throw Refusal(fields: badFields)
        }
        return Tool(name: name, daily_fee: daily_fee, note: note)
    }

    private var badFields: [String] {
        var bad: [String] = []
        if name ?? "" == "" { bad.append("name") }
        if daily_fee ?? 0 <= 0 { bad.append("daily_fee") }
        return bad
    }
}

/// What PATCH sends: nil when it was not sent, .some(nil) when it is null.
struct Changes: Decodable {
    var name: String??
    var daily_fee: Double??
    var note: String??

    enum CodingKeys: CodingKey {
        case name, daily_fee, note
    }

    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: CodingKeys.self)
        name = try body.decodeIfSent(String.self, forKey: .name)
        daily_fee = try body.decodeIfSent(Double.self, forKey: .daily_fee)
        note = try body.decodeIfSent(String.self, forKey: .note)
    }
}

extension KeyedDecodingContainer {
    func decodeIfSent<Value: Decodable>(
        _ type: Value.Type, forKey key: Key
    ) throws -> Value?? {
        guard contains(key) else { return .none }
        return .some(try decodeIfPresent(type, forKey: key))
    }
}

struct Refusal: HTTPResponseError {
    var fields: [String]

    var status: HTTPResponse.Status { .unprocessableContent }

    func response(
        from request: Request, context: some RequestContext
    ) throws -> Response {
        let errors = fields.map { ["field": $0, "problem": "breaks its rule"] }
        return try EditedResponse(status: status, response: ["errors": errors])
            .response(from: request, context: context)
    }
}

let tools = Mutex<[Int: Tool]>([:])

func addRoutes(to router: Router<AppContext>) {
    router.get("/tools/:id") { _, context in
        let id = try context.parameters.require("id", as: Int.self)
        guard let tool = tools.withLock({ $0[id] }) else {
            throw HTTPError(.notFound)
        }
        return tool
    }
    router.put("/tools/:id") { request, context in
        let id = try context.parameters.require("id", as: Int.self)
        let draft = try await request.decode(as: Draft.self, context: context)
        let tool = try draft.checked()
        tools.withLock { $0[id] = tool }
        return tool
    }
    router.patch("/tools/:id") { request, context in
        let id = try context.parameters.require("id", as: Int.self)
        let sent = try await request.decode(as: Changes.self, context: context)
        return try tools.withLock { tools in
            guard let old = tools[id] else { throw HTTPError(.notFound) }
            let tool = try Draft(
                name: sent.name ?? old.name,
                daily_fee: sent.daily_fee ?? old.daily_fee,
                note: sent.note ?? old.note
            ).checked()
            tools[id] = tool
            return tool
        }
    }
}
