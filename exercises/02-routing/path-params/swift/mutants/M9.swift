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
        Tool(id: context.parameters.get("id", as: Int.self))
    }
    router.get("/tools/:id/tags/:tag") { _, context in
        let tag = try context.parameters.require("tag")
        return Tool(
            id: context.parameters.get("id", as: Int.self),
            tag: tag.removingPercentEncoding)
    }
}
