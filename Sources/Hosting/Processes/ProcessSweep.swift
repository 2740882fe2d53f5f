import Foundation

/// The last resort: ends processes by the token in their environment (Linux).
enum ProcessSweep {
    /// How often it looks again for those that were started while it looked.
    private static let maxRounds = 20

    /// Sends SIGKILL to every process that started with the token of a run.
    static func end(carriersOf token: String) {
        var before: Set<Int32> = []
        for _ in 1...maxRounds {
            let found = carriers(of: token)
            for pid in found { kill(pid, SIGKILL) }
            // The dead keep their number until they are collected, but not their environment.
            if found.isSubset(of: before) { return }
            before = found
        }
    }

    /// Whether a process may live that started with the token of a run; where that cannot be told it
    /// may.
    static func mayHave(carriersOf token: String) -> Bool {
        #if os(Linux)
            !carriers(of: token).isEmpty
        #else
            true
        #endif
    }

    private static func carriers(of token: String) -> Set<Int32> {
        #if os(Linux)
            let needle = Array("ROUTELINGS_RUN=\(token)".utf8)
            // Without /proc there is nothing to find.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return Set(
                names.compactMap { Int32($0) }.filter { pid in
                    pid != getpid()
                        && environment(of: pid).split(separator: 0).contains {
                            $0.elementsEqual(needle)
                        }
                })
        #else
            return []
        #endif
    }

    private static func environment(of pid: Int32) -> [UInt8] {
        let file = open("/proc/\(pid)/environ", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = read(file, &chunk, chunk.count)
            guard count > 0 else { return contents }
            contents += chunk[..<count]
        }
    }
}
