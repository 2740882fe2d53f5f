// Crashes before it serves.
//
// line: 10
// told: crashed

import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {
    fatalError("Toolshed is open")
}
