// What the Toolshed tells other programs.

import Hummingbird
import RoutelingsKit

struct Status: ResponseEncodable {
    var open: Bool
    var tools: Int
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/status") { _, _ in
        Status(open: True, tools: 3)
    }
}
