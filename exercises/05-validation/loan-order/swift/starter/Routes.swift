import Hummingbird
import RoutelingsKit

struct Refusal: HTTPResponseError {
    var problems: [String: String], status = HTTPResponse.Status.unprocessableContent
    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = ["errors": problems.map { ["field": $0, "problem": $1] }]
        return try EditedResponse(status: status, response: body).response(from: request, context: context)
    }
}

struct Order: Decodable {
    struct Line: Decodable { var tool: Int?, days: Int? }
    var member: String?, lines: [Line]?
    var problems: [String: String] {  // what is wrong, by field
        var problems: [String: String] = [:]
        if member ?? "" == "" { problems["member"] = "is text, and not empty" }
        // Here: are there 1 to 10 lines, is each line right, is no tool in them twice?
        return problems
    }
}

func addRoutes(to router: Router<AppContext>) {
    router.post("/orders") { request, context in
        let order = try await request.decode(as: Order.self, context: context)
        guard order.problems.isEmpty else { throw Refusal(problems: order.problems) }
        let total = (order.lines ?? []).compactMap(\.days).reduce(0, +)
        return EditedResponse(status: .created, response: ["total_days": total])
    }
}
