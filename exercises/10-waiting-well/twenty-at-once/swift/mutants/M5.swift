// One slow question, for many at once.

import Dispatch
import Hummingbird
import RoutelingsKit
import Synchronization

struct Slow: ResponseEncodable {
    var ok: Bool
    var ticket: String
}

final class Box: Sendable {
    let ticket = Mutex("")
}

func ask() -> String {
    let (box, done) = (Box(), DispatchSemaphore(value: 0))
    Task {
        let answer = try await Upstream.get("/wait")
        box.ticket.withLock { $0 = answer.ticket }
        done.signal()
    }
    done.wait()
    return box.ticket.withLock { $0 }
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/slow") { _, _ in
        Slow(ok: true, ticket: ask())
    }
}
