// Orders: a list inside, checked line by line.

import Hummingbird
import RoutelingsKit

/// Answers 422 with every field of ["member": "is missing"].
struct Refusal: HTTPResponseError {
    var problems: [String: String]

    var status: HTTPResponse.Status { .unprocessableContent }

    func response(
        from request: Request, context: some RequestContext
    ) throws -> Response {
        let errors = problems.map { ["field": $0, "problem": $1] }
        return try EditedResponse(status: status, response: ["errors": errors])
            .response(from: request, context: context)
    }
}

/// An order as it was sent: everything may be missing.
struct Order: Decodable {
    struct Line: Decodable {
        var tool: Int?
        var days: Int?
    }

    var member: String?
    var lines: [Line]?

    var totalDays: Int {
        (lines ?? []).compactMap(\.days).reduce(0, +)
    }

    /// Everything that is wrong with the order: field to problem.
    var problems: [String: String] {
        var problems: [String: String] = [:]
        if member ?? "" == "" {
            problems["member"] = "is text, and not empty"
        }
        guard let lines, (1..<10).contains(lines.count) else {
            problems["lines"] = "is a list of 1 to 10 lines"
            return problems
        }
        for (index, line) in lines.enumerated() {
            if line.tool == nil {
                problems["lines.\(index).tool"] = "is the number of a tool"
            }
            if !(1...30).contains(line.days ?? 0) {
                problems["lines.\(index).days"] = "is from 1 to 30"
            }
        }
        let tools = lines.compactMap(\.tool)
        if Set(tools).count < tools.count {
            problems["lines"] = "names a tool twice"
        }
        return problems
    }
}

func addRoutes(to router: Router<AppContext>) {
    router.post("/orders") { request, context in
        let order = try await request.decode(as: Order.self, context: context)
        guard order.problems.isEmpty else {
            throw Refusal(problems: order.problems)
        }
        return EditedResponse(
            status: .created, response: ["total_days": order.totalDays])
    }
}
