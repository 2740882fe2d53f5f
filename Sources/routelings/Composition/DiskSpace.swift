import Foundation
import Grading

/// How much room there is where an app works, and how much of it the app has taken.
struct DiskSpace: Sendable, Hashable {
    /// What is left of the file system, in bytes.
    var free: Int
    /// What the app's own files hold, in bytes.
    var own: Int

    /// With less than this an app cannot be expected to work.
    static let least = 1 << 20
    /// An app that has written more than this has filled the disk itself.
    static let large = 64 << 20

    /// What is so at `folder` now; nil where it cannot be told.
    init?(at folder: String) {
        let manager = FileManager.default
        // Not to know is no reason to fail anybody, nor to excuse.
        guard let system = try? manager.attributesOfFileSystem(forPath: folder),
            let free = system[.systemFreeSize] as? NSNumber
        else { return nil }
        self.free = free.intValue
        own =
            manager.enumerator(atPath: folder)?.reduce(0) { sum, name in
                let file = try? manager.attributesOfItem(atPath: "\(folder)/\(name)")
                return sum + ((file?[.size] as? NSNumber)?.intValue ?? 0)
            } ?? 0
    }

    /// A known amount.
    init(free: Int, own: Int) {
        self.free = free
        self.own = own
    }

    /// Why nothing can be graded at `folder`; nil when there is room, or the app has taken it.
    func failure(at folder: String) -> GraderFailure? {
        guard free < Self.least, own < Self.large else { return nil }
        return GraderFailure(
            kind: "disk",
            message: "The disk with \(folder) is full: \(free) bytes are left. "
                + "Make room, or set TMPDIR to a folder on another disk, and run the check again.")
    }
}
