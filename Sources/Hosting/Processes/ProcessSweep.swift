import Foundation

/// The last resort: ends processes by the token in their environment (Linux).
enum ProcessSweep {
    /// Sends SIGKILL to every process that started with the token of a run.
    static func end(carriersOf token: String) {
        #if os(Linux)
            let needle = Array("ROUTELINGS_RUN=\(token)".utf8)
            // Without /proc there is nothing to find.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            for pid in names.compactMap({ Int32($0) }) where pid != getpid() {
                if environment(of: pid).split(separator: 0).contains(where: {
                    $0.elementsEqual(needle)
                }) {
                    kill(pid, SIGKILL)
                }
            }
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
