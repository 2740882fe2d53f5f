// Writes one file without end.
//
// alone: it fills the disk up to the limit
// told: filled its folder with more than

import Foundation
import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {
    router.get("/") { _, _ -> String in
        let file = fopen("full", "w")
        let block = [UInt8](repeating: 120, count: 1 << 20)
        while fwrite(block, 1, block.count, file) > 0 {}
        return "Toolshed is open"
    }
}
