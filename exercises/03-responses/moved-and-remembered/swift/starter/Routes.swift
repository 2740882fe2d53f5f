import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {
    router.get("/tools") { _, _ in
        ["Drill", "Ladder"]
    }
    router.get("/old-tools") { _, _ in
        "The tools have moved to /tools."  // no program reads this
    }
    router.post("/visit") { _, _ in
        "Thank you for coming by."  // lead on to /tools, and remember
    }
    router.get("/seen") { request, _ in
        "Who knows?"  // has this client been here?
    }
}
