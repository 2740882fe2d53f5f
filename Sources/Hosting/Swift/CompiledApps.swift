import Foundation

/// Programs that were compiled before, found by the whole content of their source.
struct CompiledApps {
    /// What a program is found by: a crash names the path, so it counts too.
    struct Key: Hashable {
        var path: String
        var source: Data
    }

    /// A program that is being compiled, in a folder of its own.
    struct Entry {
        var folder: String
        var program: String { folder + "/program" }

        /// Removes what is left of it.
        func discard() {
            // One that was kept is not here any more.
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    let folder: String
    /// Of more programs the oldest are removed.
    private static let most = 400

    /// The program for `key`; nil when it has to be compiled.
    ///
    /// Contents are compared, not only their fingerprints: two files must never share a program.
    func program(for key: Key) -> String? {
        let place = place(of: key)
        guard FileManager.default.contents(atPath: place + "/source") == key.source,
            FileManager.default.contents(atPath: place + "/path") == Data(key.path.utf8),
            FileManager.default.isExecutableFile(atPath: place + "/program")
        else { return nil }
        return place + "/program"
    }

    /// Makes room for compiling `key`.
    func begin(_ key: Key) throws -> Entry {
        let entry = Entry(folder: "\(folder)/.new-\(RunDirectory.randomToken(bytes: 8))")
        try FileManager.default.createDirectory(
            atPath: entry.folder, withIntermediateDirectories: true)
        try key.source.write(to: URL(fileURLWithPath: entry.folder + "/source"))
        try Data(key.path.utf8).write(to: URL(fileURLWithPath: entry.folder + "/path"))
        return entry
    }

    /// Keeps the program of `entry`, and returns its path.
    func keep(_ entry: Entry, for key: Key) throws -> String {
        let place = place(of: key)
        for name in ["source", "path", "program"] {
            guard FileManager.default.fileExists(atPath: "\(entry.folder)/\(name)") else {
                throw SwiftKitError.damaged(output: "the linker made no program.")
            }
        }
        // Another process may be keeping the same, and run it already: that one is taken then.
        if program(for: key) == nil {
            // Whoever was there before has other contents or is not whole.
            try? FileManager.default.removeItem(atPath: place)
            try? FileManager.default.moveItem(atPath: entry.folder, toPath: place)
        }
        guard program(for: key) != nil else {
            throw SwiftKitError.folder(path: folder, reason: "the program could not be kept")
        }
        removeOldest()
        return place + "/program"
    }

    private func place(of key: Key) -> String {
        let text = String(decoding: key.source, as: UTF8.self)
        return "\(folder)/\("\(key.path)\n\(text)".fingerprint)"
    }

    private func removeOldest() {
        let files = FileManager.default
        // What cannot be listed cannot be removed either; the next compile tries again.
        let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
        guard names.count > Self.most else { return }
        let byAge = names.compactMap { name in
            KitMark.Look(of: "\(folder)/\(name)").map { (name, $0.nanoseconds) }
        }.sorted { $0.1 < $1.1 }
        for (name, _) in byAge.prefix(names.count - Self.most * 3 / 4) {
            try? files.removeItem(atPath: "\(folder)/\(name)")
        }
    }
}
