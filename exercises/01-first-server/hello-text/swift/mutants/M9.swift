// The sign on the Toolshed's door.

import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {
    router.get("/") { _, _ in
        200
    }
}
