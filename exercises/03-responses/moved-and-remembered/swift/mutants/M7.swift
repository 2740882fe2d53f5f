import Hummingbird
import RoutelingsKit
import Synchronization

struct Visitor: ResponseEncodable {
    var seen: Bool
}

let wasSeen = Atomic(false)

func addRoutes(to router: Router<AppContext>) {
    router.get("/tools") { _, _ in
        ["Drill", "Ladder"]
    }
    router.get("/old-tools") { _, _ in
        Response.redirect(to: "/tools", type: .permanent)
    }
    router.post("/visit") { _, _ in
        var response = Response.redirect(to: "/tools", type: .normal)
        response.setCookie(
            Cookie(name: "seen", value: "1", httpOnly: true, sameSite: .lax))
        wasSeen.store(true, ordering: .relaxed)
        return response
    }
    router.get("/seen") { _, _ in
        Visitor(seen: wasSeen.load(ordering: .relaxed))
    }
}
