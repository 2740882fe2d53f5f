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
    router.get("/tools") { request, _ in
        let tag = request.uri.queryParameters.get("tag")
        let stock = tools.withLock { $0 }
        return stock.filter { tag == nil || $0.tag == tag }.map(\.name)
    }
    router.post("/tools") { request, context in
        let tool = try await request.decode(as: Tool.self, context: context)
        tools.withLock { $0.append(tool) }
        return EditedResponse(status: .created, response: tool)
    }
    router.get("/tools/") { _, _ in Response.redirect(to: "/tools") }
}
