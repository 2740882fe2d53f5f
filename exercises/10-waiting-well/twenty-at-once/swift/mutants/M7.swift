// One slow question, for many at once.

import Hummingbird
import RoutelingsKit

struct Slow: ResponseEncodable {
    var ok: Bool
    var ticket: String
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/slow") { _, _ in
        let answer = try Upstream.get("/wait")
        return Slow(ok: true, ticket: answer.ticket)
    }
}
