// What can be done with a tool.

import Hummingbird
import RoutelingsKit

struct Done: ResponseEncodable {
    var id: Int
    var did: String
}

func addRoutes(to router: Router<AppContext>) {
    for method in [HTTPRequest.Method.get, .post, .put, .delete] {
        router.on("/tools/:id", method: method) { request, context -> Response in
            let id = try context.parameters.require("id", as: Int.self)
            if request.method == .delete { return Response(status: .noContent) }
            let done = Done(id: id, did: request.method == .put ? "replaced" : "read")
            return try done.response(from: request, context: context)
        }
    }
}
