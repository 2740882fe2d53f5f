import Foundation

/// The library that learners' Swift apps are compiled against: Hummingbird and the kit, built once
/// into a cache folder.
package struct SwiftKit: Sendable {
    /// How far the building of the kit is.
    package struct Progress: Sendable, Equatable {
        /// Steps done.
        package var done: Int
        /// Steps known so far; grows while packages are fetched.
        package var total: Int
        /// What is being done: a module, or a step.
        package var name: String
    }

    /// The real path of the folder, without symbolic links: the compiler must never see two
    /// spellings of one module's path.
    package let folder: String

    /// Uses the folder `swift` below a cache folder; nothing is made or read.
    package init(cache: String) {
        folder = Self.real(cache + "/swift")
    }

    /// The path without symbolic links, as far down as it is there.
    private static func real(_ path: String) -> String {
        if let found = realpath(path, nil) {
            defer { free(found) }
            return String(cString: found)
        }
        let url = URL(fileURLWithPath: path)
        let parent = url.deletingLastPathComponent().path
        return parent == path ? path : real(parent) + "/" + url.lastPathComponent
    }

    /// Makes the folder where it is missing.
    ///
    /// - Throws: `SwiftKitError.folder`.
    func makeFolder() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw SwiftKitError.folder(path: folder, reason: error.localizedDescription)
        }
    }

    /// Whether the kit is there and whole, and was built from this version's sources with the
    /// toolchain that is found now.
    ///
    /// Looks at some hundred files without reading them; no process is started.
    package var isReady: Bool {
        guard let toolchain = try? SwiftToolchain.find() else { return false }
        return KitMark.read(from: markPath)?.isValid(for: identity(toolchain)) ?? false
    }

    /// Whether some of it has been built, so that a build takes less.
    package var isBegun: Bool {
        guard let toolchain = try? SwiftToolchain.find() else { return false }
        return isBuilt(with: toolchain)
            && FileManager.default.fileExists(atPath: package + "/.build/debug")
    }

    /// Whether what has been built was built here, with this toolchain: what the compiler has cached
    /// names paths, so nothing that was built in another folder is of use.
    func isBuilt(with toolchain: SwiftToolchain) -> Bool {
        FileManager.default.contents(atPath: builtWithPath) == builtWith(toolchain)
    }

    /// What is written down for `isBuilt`.
    func builtWith(_ toolchain: SwiftToolchain) -> Data {
        Data("\(toolchain.identity)\n\(folder)".utf8)
    }

    /// Forgets that the kit is whole: the next use builds what is missing.
    package func invalidate() {
        // No mark is what is wanted.
        try? FileManager.default.removeItem(atPath: markPath)
    }

    /// What the kit is made from, what it was made with, and where.
    func identity(_ toolchain: SwiftToolchain) -> String {
        let sources = SwiftKit.sources().map { "\($0.path)\n\($0.text)" }.joined(separator: "\n")
        return "\(toolchain.identity)\n\(folder)\n\(sources)".fingerprint
    }

    /// The package as it is built.
    var package: String { folder + "/kit" }
    /// Compiled apps.
    var apps: String { folder + "/apps" }
    /// What the compiler has read and keeps.
    var modules: String { folder + "/modules" }
    var builtWithPath: String { folder + "/toolchain" }
    var planPath: String { folder + "/plan.json" }
    var markPath: String { folder + "/complete.json" }

    /// The folder of the package's sources, as they come with Routelings.
    static var library: String {
        (Bundle.module.resourcePath ?? Bundle.module.bundlePath) + "/SwiftKit"
    }

    /// The files of the package, by their path below `library`.
    static func sources() -> [(path: String, text: String)] {
        let names = FileManager.default.enumerator(atPath: library)?.compactMap { $0 as? String }
        return (names ?? []).filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
            // A file that cannot be read is missed by the compiler, which says so.
            (try? String(contentsOfFile: "\(library)/\(path)", encoding: .utf8)).map { (path, $0) }
        }
    }
}

extension String {
    /// 64 bits of FNV-1a in hexadecimal: tells contents apart, and is no secret.
    var fingerprint: String {
        let hash = utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }
}
