import Hummingbird
import RoutelingsKit
import Synchronization

struct NewTool: Decodable {
    var name: String
}

struct Tool: ResponseEncodable {
    var id: Int
    var name: String
}

let tools = Mutex<[Int: Tool]>([:])
let lastID = Atomic(0)

func addRoutes(to router: Router<AppContext>) {
    router.post("/tools") { request, context in
        let new = try await request.decode(as: NewTool.self, context: context)
        let id = lastID.add(1, ordering: .relaxed).newValue
        let tool = Tool(id: id, name: new.name)
        tools.withLock { $0[id] = tool }
        return EditedResponse(
            status: .created,
            headers: [.location: "/tools/\(id)"],
            response: tool)
    }
    router.get("/tools/:id") { _, context in
        let id = try context.parameters.require("id", as: Int.self)
        guard let tool = tools.withLock({ $0[id] }) else {
            HTTPError(.notFound)
        }
        return tool
    }
    router.delete("/tools/:id") { _, context in
        let id = try context.parameters.require("id", as: Int.self)
        let old = tools.withLock { $0.removeValue(forKey: id) }
        guard old != nil else { throw HTTPError(.notFound) }
        return HTTPResponse.Status.noContent
    }
}
