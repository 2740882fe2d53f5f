// The sign on the Toolshed's door.

import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {
    // Wrong address, wrong text: mend both.
    router.get("/home") { _, _ in
        "closed"
    }
}
