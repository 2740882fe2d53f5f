// Tools, checked at the door.

import Foundation
import Hummingbird
import RoutelingsKit
import Synchronization

struct Tool: ResponseEncodable {
    var name: String
    var daily_fee: Double
    var condition: String
    var tags: [String]
}

enum Condition: String, Decodable {
    case new, good, worn
}

/// A tool as it was sent: all of it may be missing, and more be there.
struct Draft: Decodable {
    var name: String?
    var daily_fee: Double?
    var condition: Condition?
    var tags: [String]?
    var unknown: [String]

    enum CodingKeys: String, CodingKey {
        case name, daily_fee, condition, tags
    }

    /// A value of which nothing is read.
    struct Anything: Decodable {
        init(from decoder: any Decoder) {}
    }

    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: CodingKeys.self)
        name = try body.decodeIfPresent(String.self, forKey: .name)
        daily_fee = try body.decodeIfPresent(Double.self, forKey: .daily_fee)
        condition = try body.decodeIfPresent(Condition.self, forKey: .condition)
        tags = try body.decodeIfPresent([String].self, forKey: .tags)
        let sent = try [String: Anything](from: decoder)
        unknown = sent.keys.filter { CodingKeys(rawValue: $0) == nil }
    }

    /// The tool, or a refusal with everything that is wrong.
    func checked() throws -> Tool {
        var problems: [String: String] = [:]
        for field in unknown {
            problems[field] = "is no field of a tool"
        }
        let name = (name ?? "").trimmingCharacters(in: .whitespaces)
        if !(1...40).contains(name.count) {
            problems["name"] = "has 1 to 40 characters"
        }
        let fee = daily_fee ?? 0
        if fee <= 0 || fee > 500 {
            problems["daily_fee"] = "is more than 0, and at most 500"
        }
        let condition = condition?.rawValue ?? ""
        if condition == "" {
            problems["condition"] = "is new, good or worn"
        }
        let tags = tags ?? []
        if tags.count > 5 {
            problems["tags"] = "are 5 at most"
        }
        guard problems.isEmpty else { throw Refusal(problems: problems) }
        return Tool(
            name: name, daily_fee: fee, condition: condition, tags: tags)
    }
}

/// Answers 422 with every field of ["name": "is missing"].
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

let tools = Mutex<[Tool]>([])

func addRoutes(to router: Router<AppContext>) {
    router.get("/tools") { _, _ in
        tools.withLock { $0 }
    }
    router.post("/tools") { request, context in
        let draft = try await request.decode(as: Draft.self, context: context)
        let tool = try draft.checked()
        tools.withLock { $0.append(tool) }
        return EditedResponse(status: .created, response: tool)
    }
}
