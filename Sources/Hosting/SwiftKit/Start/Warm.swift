import Foundation
import Hummingbird
import RoutelingsKit

/// What is compiled once when the kit is built: it touches what learners' files touch, so that the
/// compiler has read it all.
private struct Greeting: ResponseCodable {
    var text: String
}

func addRoutes(to router: Router<AppContext>) {
    router.get("greetings/:name") { _, context in
        Greeting(text: try context.parameters.require("name").removingPercentEncoding ?? "")
    }
    router.post("greetings") { request, context in
        let greeting = try await request.decode(as: Greeting.self, context: context)
        return EditedResponse(status: .created, response: greeting)
    }
}
