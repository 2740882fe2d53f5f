import Course
import Foundation
import Hosting

/// Builds what Swift apps are compiled against where it is missing.
struct SwiftSetup: Sendable {
    let kit: SwiftKit

    init(_ folders: Folders) {
        kit = SwiftKit(cache: folders.cache)
    }

    /// Makes the kit ready.
    ///
    /// What is to come is said before it begins.
    ///
    /// - Throws: `SwiftKitError`, `HostingError`.
    func prepare(_ host: AppHost, announcing progress: StandardErrorProgress) async throws {
        if kit.isReady { return }
        _ = try SwiftToolchain.find()
        progress.say(
            kit.isBegun
                ? "Going on with the build of Hummingbird for the Swift track."
                : "Building Hummingbird for the Swift track; once only, one to three minutes on two "
                    + "cores, and 500 MB.")
        defer { progress.finish() }
        try await host.prepare(kit) { step in
            progress.show(step.done, of: step.total, step.name)
        }
    }

    /// The same where no host is there yet.
    func prepare(interpreter: String, announcing progress: StandardErrorProgress) async throws {
        if kit.isReady { return }
        try await AppHost.withHost(HostConfiguration(interpreter: interpreter)) { host in
            try await prepare(host, announcing: progress)
        }
    }
}
