// The sign on the Toolshed's door.

import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {
    router.get("/home") { _, _ in
        "Toolshed is open"
    }
}
