/// Where a host finds Python and puts its private files.
package struct HostConfiguration: Sendable {
    /// The path of a Python interpreter (3.11 or newer) that has the packages learners import.
    package var interpreter: String
    /// The folder in which the host makes its private folder; nil is the system's temporary one.
    package var runDirectoryParent: String?
    /// Modules to import once, before workers are forked; an unknown one is no failure.
    package var preload: [String]
    /// Whether Python heeds nothing of the user's, neither variables such as PYTHONPATH nor packages.
    ///
    /// A verdict must not depend on them; whoever serves may need them.
    package var isIsolated = true
    /// What Swift apps are compiled against; nil where none are hosted.
    package var swiftKit: SwiftKit?

    /// Describes a host.
    package init(
        interpreter: String, runDirectoryParent: String? = nil, preload: [String] = [],
        swiftKit: SwiftKit? = nil
    ) {
        self.swiftKit = swiftKit
        self.interpreter = interpreter
        self.runDirectoryParent = runDirectoryParent
        self.preload = preload
    }
}
