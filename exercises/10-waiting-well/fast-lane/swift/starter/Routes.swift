// Thumbnails, and a sign of life.

import Hummingbird
import RoutelingsKit

struct Pong: ResponseEncodable {
    var pong = true
}

extension Upstream.Picture: @retroactive ResponseEncodable {}

func addRoutes(to router: Router<AppContext>) {
    router.get("/ping") { _, _ in
        Pong()
    }
    router.get("/thumb") { request, _ in
        let size = try request.uri.queryParameters.require(
            "size", as: Int.self)
        return try Upstream.render(size)
    }
}
