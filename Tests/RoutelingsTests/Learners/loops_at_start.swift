// Never ends adding its routes.
//
// told: did not return within

import Hummingbird
import RoutelingsKit

func addRoutes(to router: Router<AppContext>) {
    while true {}
}
