// Tools at one address.

import Hummingbird
import RoutelingsKit
import Synchronization

struct Tool: ResponseCodable {
    var name: String
    var tag: String
}

let tools = Mutex([
    Tool(name: "Rake", tag: "garden"),
    Tool(name: "Drill", tag: "power"),
    Tool(name: "Hoe", tag: "garden"),
])

func addRoutes(to router: Router<AppContext>) {
    // ____  Your lines go here.
}
