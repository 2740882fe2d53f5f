/// Reads what the package manager prints, for a bar.
package struct SwiftBuildProgress {
    /// Has read nothing yet.
    package init() {}

    /// Returns the progress that a line tells, nil for a line that tells none.
    ///
    /// `[12/345] Compiling NIOCore ByteBuffer.swift` is step 12 of 345, in NIOCore; while packages
    /// are fetched, only their names are told.
    package func read(_ line: String) -> SwiftKit.Progress? {
        let words = line.split(separator: " ")
        if let first = words.first,
            ["Fetching", "Fetched", "Creating", "Computing"].contains(first)
        {
            let name = words.last?.split(separator: "/").last.map(String.init) ?? ""
            return SwiftKit.Progress(done: 0, total: 0, name: "\(first.lowercased()) \(name)")
        }
        guard let first = words.first, first.hasPrefix("["), first.hasSuffix("]") else {
            return nil
        }
        let numbers = first.dropFirst().dropLast().split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        let isModule = words.dropFirst().first == "Emitting" && words.count > 3
        let name = isModule ? words[3] : words.dropFirst(2).first ?? ""
        return SwiftKit.Progress(done: numbers[0], total: numbers[1], name: String(name))
    }
}
