// The sign on the Toolshed's door.

import Hummingbird
import RoutelingsKit

struct Sign: ResponseEncodable {
    var text = "Toolshed is open"
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/") { _, _ in
        Sign()
    }
}
