import Foundation

/// The Swift compiler that is found on this machine.
package struct SwiftToolchain: Sendable, Equatable {
    /// The path of `swiftc`, with symbolic links left as they are: its name decides what it does.
    package let compiler: String
    /// The folder that `swiftc` is in, with symbolic links resolved.
    let binaries: String
    /// Changes when another toolchain takes the place of this one.
    let identity: String

    /// Looks for `swiftc` on PATH.
    ///
    /// - Throws: `SwiftKitError.noToolchain`.
    package static func find(path: String = SearchPath.present) throws -> SwiftToolchain {
        for candidate in SearchPath.executables("swiftc", in: path) {
            guard let real = realpath(candidate, nil) else { continue }
            defer { free(real) }
            let resolved = String(cString: real)
            guard let look = KitMark.Look(of: resolved) else { continue }
            return SwiftToolchain(
                compiler: candidate,
                binaries: URL(fileURLWithPath: resolved).deletingLastPathComponent().path,
                identity: "\(resolved) \(look.bytes) \(look.nanoseconds)")
        }
        throw SwiftKitError.noToolchain
    }

    /// The package manager beside the compiler.
    var packageManager: String {
        URL(fileURLWithPath: compiler).deletingLastPathComponent().path + "/swift"
    }

    /// Whether LLVM's linker comes with it, which is faster than the usual one.
    var hasLLVMLinker: Bool {
        FileManager.default.isExecutableFile(atPath: binaries + "/ld.lld")
    }
}
