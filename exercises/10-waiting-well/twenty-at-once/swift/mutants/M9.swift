// One slow question, for many at once.

import Hummingbird
import RoutelingsKit

struct Slow: ResponseEncodable {
    var ok: Bool
    var ticket: String
}

actor Asker {
    func ask() throws -> Upstream.Answer {
        try Upstream.blockingGet("/wait")
    }
}

func addRoutes(to router: Router<AppContext>) {
    let asker = Asker()
    router.get("/slow") { _, _ in
        let answer = try await asker.ask()
        return Slow(ok: true, ticket: answer.ticket)
    }
}
