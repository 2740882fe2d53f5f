import Hummingbird
import RoutelingsKit

struct Visitor: ResponseEncodable {
    var seen: Bool
}

func addRoutes(to router: Router<AppContext>) {
    router.get("/tools") { _, _ in
        ["Drill", "Ladder"]
    }
    router.get("/old-tools") { _, _ in
        Response.redirect(to: "/tools", type: .permanent)
    }
    router.post("/visit") { _, _ in
        var response = Response.redirect(to: "/tools", type: .permanent)
        response.setCookie(
            Cookie(name: "seen", value: "1", httpOnly: true, sameSite: .lax))
        return response
    }
    router.get("/seen") { request, _ in
        Visitor(seen: request.cookies["seen"] != nil)
    }
}
