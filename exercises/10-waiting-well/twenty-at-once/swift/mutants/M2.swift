// One slow question, for many at once.

import Foundation
import Hummingbird
import RoutelingsKit

struct Slow: ResponseEncodable {
    var ok: Bool
    var ticket: String
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/slow") { _, _ in
        try await Task.sleep(for: .milliseconds(200))
        return Slow(ok: true, ticket: UUID().uuidString)
    }
}
