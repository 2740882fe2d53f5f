import Hummingbird
import RoutelingsKit
import Synchronization

struct Tool: ResponseCodable {
    var name: String
    var daily_fee: Double
    var condition: String
    var tags: [String]?

    var problems: [String: String] {
        var problems: [String: String] = [:]
        if name == "" || name.count > 40 { problems["name"] = "has 1 to 40 characters" }
        if daily_fee <= 0 || daily_fee > 500 { problems["daily_fee"] = "is out of range" }
        if !["new", "good", "worn"].contains(condition) { problems["condition"] = "is unknown" }
        if tags?.count ?? 0 > 5 { problems["tags"] = "are too many" }
        return problems
    }
}

let tools = Mutex<[Tool]>([])

// Thrown, it answers 422 with every field of ["name": "is missing"].
struct Refusal: HTTPResponseError {
    var problems: [String: String], status = HTTPResponse.Status.unprocessableContent
    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = ["errors": problems.map { ["field": $0, "problem": $1] }]
        return try EditedResponse(status: status, response: body).response(from: request, context: context)
    }
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/tools") { _, _ in tools.withLock { $0 } }
    router.post("/tools") { request, context in
        var tool = try await request.decode(as: Tool.self, context: context)
        tool.tags = tool.tags ?? []
        guard tool.problems.isEmpty else { throw Refusal(problems: tool.problems) }
        tools.withLock { $0.append(tool) }
        return EditedResponse(status: .created, response: tool)
    }
}
