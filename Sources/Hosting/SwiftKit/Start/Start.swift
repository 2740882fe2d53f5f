import Hummingbird
import RoutelingsKit

/// The program that a learner's routes are compiled into.
@main enum Start {
    static func main() async {
        await Worker.run { @Sendable router in try await addRoutes(to: router) }
    }
}
