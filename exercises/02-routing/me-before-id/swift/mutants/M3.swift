// Members by their name.

import Hummingbird
import RoutelingsKit

struct Member: ResponseEncodable {
    var who: String
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/me") { _, _ in
        Member(who: "current")
    }
    router.get("/members/:name") { _, context in
        Member(who: try context.parameters.require("name"))
    }
}
