import Hummingbird
import RoutelingsKit
import Synchronization

struct Refusal: HTTPResponseError {
    var fields: [String], status = HTTPResponse.Status.unprocessableContent
    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = ["errors": fields.map { ["field": $0, "problem": "breaks its rule"] }]
        return try EditedResponse(status: status, response: body).response(from: request, context: context)
    }
}
struct Tool: ResponseCodable {
    var name: String?, daily_fee: Double?, note: String?
    var bad: [String] { (name ?? "" == "" ? ["name"] : []) + (daily_fee ?? 0 > 0 ? [] : ["daily_fee"]) }
}
struct Changes: Decodable {
    var name: String??, daily_fee: Double??, note: String??
    enum CodingKeys: CodingKey { case name, daily_fee, note }
    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: CodingKeys.self)
        if body.contains(.name) { name = .some(try body.decodeIfPresent(String.self, forKey: .name)) }
        if body.contains(.daily_fee) {
            daily_fee = .some(try body.decodeIfPresent(Double.self, forKey: .daily_fee))
        }
        if body.contains(.note) { note = .some(try body.decodeIfPresent(String.self, forKey: .note)) }
    }
}
let tools = Mutex<[Int: Tool]>([:])
func addRoutes(to router: Router<AppContext>) {
    router.get("/tools/:id") { _, context in
        let id = try context.parameters.require("id", as: Int.self)
        return try tools.withLock { if let tool = $0[id] { tool } else { throw HTTPError(.notFound) } }
    }
    router.put("/tools/:id") { request, context in
        let id = try context.parameters.require("id", as: Int.self)
        let tool = try await request.decode(as: Tool.self, context: context)
        guard tool.bad.isEmpty else { throw Refusal(fields: tool.bad) }
        return tools.withLock { $0[id] = tool; return tool }
    }
    router.patch("/tools/:id") { request, context in
        let id = try context.parameters.require("id", as: Int.self)
        let sent = try await request.decode(as: Changes.self, context: context)
        return try tools.withLock { tools in
            if tools[id] == nil { throw HTTPError(.notFound) }
            if let name = sent.name {
                guard let name, name != "" else { throw Refusal(fields: ["name"]) }
                tools[id]?.name = name
            }
            if let note = sent.note { tools[id]?.note = note }
            if let fee = sent.daily_fee {
                guard let fee, fee > 0 else { throw Refusal(fields: ["daily_fee"]) }
                tools[id]?.daily_fee = fee
            }
            return tools[id]
        }
    }
}
