import Foundation
import Hosting
import Testing

/// The learner of the Swift track's tests: a file, and the kit that it is compiled against.
enum SwiftLearner {
    /// The kit below `ROUTELINGS_HOME`, where `scripts/test` builds it; nil when it is not there.
    static let kit: SwiftKit? = {
        guard let home = ProcessInfo.processInfo.environment["ROUTELINGS_HOME"] else { return nil }
        let kit = SwiftKit(cache: home + "/cache")
        return kit.isReady ? kit : nil
    }()

    /// Serves the routes that `body` adds, after `declarations`, for the duration of `check`.
    static func withApp<R: Sendable>(
        _ body: String, declarations: String = "", configure: (inout App) -> Void = { _ in },
        _ check: (HostedApp) async throws -> R
    ) async throws -> R {
        let source = """
            import Foundation
            import Hummingbird
            import RoutelingsKit
            \(declarations)
            func addRoutes(to router: Router<AppContext>) {
            \(body)
            }

            """
        return try await withFile(source, configure: configure, check)
    }

    /// Serves a whole file for the duration of `check`.
    static func withFile<R: Sendable>(
        _ source: String, configure: (inout App) -> Void = { _ in },
        _ check: (HostedApp) async throws -> R
    ) async throws -> R {
        let interpreter = try await TestPython.interpreter()
        return try await Learner.withFolder(["Routes.swift": source]) { folder in
            var app = App(.routes(folder + "/Routes.swift"))
            app.preload = []
            configure(&app)
            let configuration = HostConfiguration(interpreter: interpreter, swiftKit: kit)
            return try await AppHost.withHost(configuration) { host in
                try await host.withApp(app) { try await check($0) }
            }
        }
    }

    /// Returns how the start of a file fails.
    static func failure(
        _ source: String, configure: (inout App) -> Void = { _ in }
    ) async throws -> StartFailure? {
        try await withFile(source, configure: configure) { hosted in
            guard case .failed(let failure) = await hosted.start else { return nil }
            return failure
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Only where the kit has been built; `scripts/test` builds it, and refuses to go on in
    /// continuous integration when it cannot.
    static var needsSwiftKit: Self {
        .enabled(
            if: SwiftLearner.kit != nil,
            "The Swift kit is not built: `scripts/test` builds it where packages can be fetched.")
    }
}
