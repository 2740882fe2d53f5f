// Thumbnails, and a sign of life.

import Dispatch
import Hummingbird
import RoutelingsKit

struct Pong: ResponseEncodable {
    var pong = true
}

struct Thumb: ResponseEncodable {
    var picture: String
    var size: Int
}

actor Album {
    var pictures: [Int: String] = [:]

    func keep(_ made: Upstream.Picture) {
        pictures[made.size] = made.picture
    }
}

func addRoutes(to router: Router<AppContext>) {
    let album = Album()
    router.get("/ping") { _, _ in
        Pong()
    }
    router.get("/thumb") { request, _ in
        let size = try request.uri.queryParameters.require(
            "size", as: Int.self)
        let known = await album.pictures[size] ?? ""
        DispatchQueue.global().async {
            guard let made = try? Upstream.render(size) else { return }
            Task { await album.keep(made) }
        }
        return Thumb(picture: known, size: size)
    }
}
