// What the Toolshed tells other programs.

import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {
    router.get("/status") { _, _ in
        ["open": true, "tools": 3]
    }
}
