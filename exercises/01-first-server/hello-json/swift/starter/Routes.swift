// What the Toolshed tells other programs.

import Hummingbird
import RoutelingsKit

struct Status {
    var open: Bool
    var tools: Int
}

func addRoutes(to router: Router<AppContext>) {
    // Put the values in; then read what the compiler says of Status.
    router.get("/status") { _, _ in
        Status(open: ____, tools: ____)
    }
}
