// One slow question, for many at once.

import Dispatch
import Hummingbird
import RoutelingsKit

struct Slow: ResponseEncodable {
    var ok: Bool
    var ticket: String
}

/// Lets eight ask at a time, so that the upstream is not asked too much.
struct Gate {
    private let places = DispatchSemaphore(value: 8)

    func enter() {
        places.wait()
    }

    func leave() {
        places.signal()
    }
}

func addRoutes(to router: Router<AppContext>) {
    let gate = Gate()
    router.get("/slow") { _, _ in
        gate.enter()
        defer { gate.leave() }
        let answer = try await Upstream.get("/wait")
        return Slow(ok: true, ticket: answer.ticket)
    }
}
