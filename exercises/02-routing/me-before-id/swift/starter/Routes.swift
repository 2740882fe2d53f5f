// Members by their name.

import Hummingbird
import RoutelingsKit

struct Member: ResponseEncodable {
    var who: String
}

func addRoutes(to router: Router<AppContext>) {
    // One of these two gets requests that it is not to get.
    router.get("/members/**") { _, context in
        Member(who: context.parameters.getCatchAll().joined(separator: "/"))
    }
    router.get("/members/me") { _, _ in
        Member(who: "current")
    }
}
