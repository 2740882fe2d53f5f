import Foundation

/// What is written last when the kit is built: what it was made from, and how its files looked.
struct KitMark: Codable, Equatable {
    /// How a file looks without being read.
    struct Look: Codable, Equatable {
        var bytes: Int
        /// Of the last modification, since 1970.
        var nanoseconds: Int

        init?(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            #if os(Linux)
                let time = status.st_mtim
            #else
                let time = status.st_mtimespec
            #endif
            bytes = Int(status.st_size)
            nanoseconds = Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
        }
    }

    var identity: String
    /// By path.
    var files: [String: Look]

    /// Notes how `paths` look now.
    init(identity: String, paths: [String]) {
        self.identity = identity
        files = Dictionary(
            paths.compactMap { path in Look(of: path).map { (path, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Whether it was made from this, and nothing has been changed since.
    func isValid(for identity: String) -> Bool {
        self.identity == identity && !files.isEmpty
            && files.allSatisfy { Look(of: $0.key) == $0.value }
    }

    /// - Returns: nil when there is none, or none that can be read.
    static func read(from path: String) -> KitMark? {
        FileManager.default.contents(atPath: path)
            .flatMap { try? JSONDecoder().decode(KitMark.self, from: $0) }
    }

    func write(to path: String) throws {
        try JSONEncoder().encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
