// Tools by their number.

import Foundation
import Hummingbird
import RoutelingsKit

struct Tool: ResponseEncodable {
    var id: Int
    var tag: String?
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/tools/:id") { _, context in
        let id = try context.parameters.require("id")
        return Tool(id: Int(id)!)
    }
    router.get("/tools/:id/tags/:tag") { _, context in
        let tag = try context.parameters.require("tag")
        return Tool(
            id: try context.parameters.require("id", as: Int.self),
            tag: tag.removingPercentEncoding)
    }
}
