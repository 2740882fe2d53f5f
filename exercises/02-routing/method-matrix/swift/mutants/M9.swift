// What can be done with a tool.

import Hummingbird
import RoutelingsKit

struct Done: ResponseEncodable {
    var id: Int
    var did: String
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/tools/:id") { _, context in
        let id = try context.parameters.require("id", as: Int.self)
        return Done(id: id, did: "read")
    }
    router.put("/tools/:id") { _, context in
        let id = try context.parameters.require("id", as: Int.self)
        return Done(id: id, did: "replaced")
    }
    router.delete("/tools/:id") { _, context in
        _ = try context.parameters.require("id", as: Int.self)
        return .noContent
    }
}
