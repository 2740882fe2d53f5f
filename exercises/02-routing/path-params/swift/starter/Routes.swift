// Tools by their number.

import Hummingbird
import RoutelingsKit

struct Tool: ResponseEncodable {
    var id: Int
    var tag: String?
}

// Fill the blanks: which part of the path varies, what is it called, what is it read as?
func addRoutes(to router: Router<AppContext>) {
    router.get("/tools/____") { _, context in
        let id = try context.parameters.require("____", as: Int.self)
        return Tool(id: id)
    }
    router.get("/tools/____/tags/____") { _, context in
        let id = try context.parameters.require("____", as: Int.self)
        let tag = try context.parameters.require("____")
        return Tool(id: id, tag: tag)
    }
}
