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
        let sent = try await request.decode(as: Tool.self, context: context)
        return try tools.withLock { tools in
            if tools[id] == nil { throw HTTPError(.notFound) }
            tools[id] = sent
            return tools[id]
        }
    }
}
