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
        guard let lines, (1...10).contains(lines.count) else {
            problems["lines"] = "is a list of 1 to 10 lines"
            return problems
        }
        if Set(lines.map(\.tool)).count < lines.count { problems["lines"] = "names a tool twice" }
        return problems
    }
}

func addRoutes(to router: Router<AppContext>) {
    router.post("/orders") { request, context in
        let order = try await request.decode(as: Order.self, context: context)
        guard order.problems.isEmpty else { throw Refusal(problems: order.problems) }
        let total = order.lines!.reduce(0) { $0 + $1.days! }
        return EditedResponse(status: .created, response: ["total_days": total])
    }
}
