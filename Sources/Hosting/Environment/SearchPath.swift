import Foundation

/// The folders in which programs are looked for, as a shell does it.
package enum SearchPath {
    /// The value of PATH that this process was given.
    package static var present: String { ProcessInfo.processInfo.environment["PATH"] ?? "" }

    /// Returns the executable files of this name in the folders of `path`, in their order.
    package static func executables(_ name: String, in path: String = present) -> [String] {
        path.split(separator: ":").map { "\($0)/\(name)" }
            .filter(FileManager.default.isExecutableFile)
    }
}
