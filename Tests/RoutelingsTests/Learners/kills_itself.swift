// Kills its own program while it answers.
//
// told: signal 9

import Foundation
import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {
    router.get("/") { _, _ -> String in
        kill(getpid(), SIGKILL)
        return "Toolshed is open"
    }
}
