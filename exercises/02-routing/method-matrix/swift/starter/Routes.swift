// What can be done with a tool.

import Hummingbird
import RoutelingsKit

struct Done: ResponseEncodable {
    var id: Int
    var did: String
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/tools/:id") { _, context in
        Done(id: try context.parameters.require("id", as: Int.self), did: "read")
    }
    // Write the handlers for PUT and DELETE here.
}
