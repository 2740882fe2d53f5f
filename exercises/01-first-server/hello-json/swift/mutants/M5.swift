// What the Toolshed tells other programs.

import Hummingbird
import RoutelingsKit

struct Status {
    var open: Bool
    var tools: Int
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/status") { _, _ in
        Status(open: true, tools: 3)
    }
}
