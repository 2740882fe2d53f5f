import Hummingbird
import RoutelingsKit
import Synchronization

struct Tool: ResponseCodable {  // types only: the rules are missing
    var name: String
    var daily_fee: Double
    var condition: String
    var tags: [String]
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
        let tool = try await request.decode(as: Tool.self, context: context)
        tools.withLock { $0.append(tool) }
        return EditedResponse(status: .created, response: tool)
    }
}
