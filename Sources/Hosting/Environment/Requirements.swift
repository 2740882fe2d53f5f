import Foundation

/// The packages that learners' apps import, each with its version.
package struct Requirements: Sendable, Equatable {
    /// Lines `name==version`, without comments.
    package let lines: [String]

    /// Reads a requirements file's text.
    package init(text: String) {
        lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    /// The names, in the order of the file.
    package var names: [String] {
        lines.compactMap { $0.components(separatedBy: "==").first }
    }

    /// A number that changes with every change of the list (FNV-1a, 64 bits, hexadecimal).
    package var fingerprint: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in lines.joined(separator: "\n").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }

    /// The list that this version of Routelings was made with; empty if its file is missing.
    static var pinned: Requirements {
        Requirements(text: (try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
    }

    static var path: String {
        (Bundle.module.resourcePath ?? Bundle.module.bundlePath) + "/Python/requirements.txt"
    }

    /// Returns the lines whose package an interpreter lacks or has in another version.
    func missing(in python: String) throws -> [String] {
        let code = """
            import importlib.metadata, sys
            for line in sys.argv[1:]:
                name, _, version = line.partition("==")
                try:
                    found = importlib.metadata.version(name)
                except importlib.metadata.PackageNotFoundError:
                    found = None
                if found != version:
                    print(line)
            """
        let run = try CommandRun.run([python, "-I", "-c", code] + lines)
        return run.output.split(separator: "\n").map { String($0) }.filter { lines.contains($0) }
    }
}
