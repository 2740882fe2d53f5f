import Course
import Foundation

@testable import Progress

/// A folder of its own for a test's databases.
final class ScratchFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory
            .appending(path: "routelings-progress-\(UUID().uuidString)").path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // nothing to do about it
    }

    var database: String { "\(path)/progress.sqlite" }

    func store() throws -> ProgressStore {
        try ProgressStore.open(path: database)
    }

    func bytes(_ name: String = "progress.sqlite") throws -> Data {
        try Data(contentsOf: URL(filePath: "\(path)/\(name)"))
    }

    func write(_ bytes: Data, _ name: String = "progress.sqlite") throws {
        try bytes.write(to: URL(filePath: "\(path)/\(name)"))
    }
}

extension Attempt {
    /// An attempt of which a test says only what matters to it.
    static func sample(
        _ exercise: String = "path-params", _ track: Track = .flask, _ verdict: Verdict = .fail,
        points: Int = 2, maxPoints: Int = 7, seed: UInt64 = 4711
    ) -> Attempt {
        Attempt(
            exercise: exercise, track: track, verdict: verdict, points: points,
            maxPoints: maxPoints, milliseconds: 38.25, seed: seed,
            startedAt: Date(timeIntervalSince1970: 1_800_000_000.125), sourceHash: "abc",
            checks: [
                .init(id: "R1", category: .routing, verdict: .pass, points: points, maxPoints: 2),
                .init(
                    id: "V1", category: .validation, verdict: .fail, points: 0,
                    maxPoints: maxPoints - 2, mutant: "M1"),
                .init(id: "R2", category: .routing, verdict: .skipped, points: 0, maxPoints: 1),
            ])
    }
}
