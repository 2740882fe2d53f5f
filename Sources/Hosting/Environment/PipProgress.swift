/// Reads pip's output and counts packages.
package struct PipProgress {
    private let names: [String]
    private var seen: Set<String> = []

    /// Expects these packages.
    package init(names: [String]) {
        self.names = names
    }

    /// Returns the progress that a line tells, nil for a line that tells none.
    package mutating func read(_ line: String) -> PythonEnvironment.Progress? {
        if line.hasPrefix("Installing collected packages") {
            return .init(done: names.count, total: names.count, name: "installing")
        }
        guard line.hasPrefix("Collecting ") else { return nil }
        let name = line.dropFirst("Collecting ".count).prefix { $0 != "=" && $0 != " " }
            .lowercased()
        seen.insert(name)
        return .init(done: max(0, seen.count - 1), total: names.count, name: name)
    }
}
