import Foundation
import NIOCore

/// What an app prints outside of requests, and the thread dumps among it.
struct OutputLog {
    private(set) var lines: [LogLine] = []
    /// All that was printed, kept or not.
    private(set) var bytes = 0
    /// The number of lines printed.
    private(set) var count = 0
    private var partial: [UInt8] = []
    private var expectsDump = false
    private var dump: [String] = []

    /// The lines as one text.
    var text: String { lines.map(\.text).joined(separator: "\n") }

    /// Whether a dump has begun to arrive.
    var hasDump: Bool { dump.contains { $0.hasPrefix("Current thread") } }

    /// From now on lines of a thread dump are not the app's output.
    mutating func expectDump() {
        expectsDump = true
        dump = []
    }

    /// Counts what was printed.
    mutating func count(_ bytes: Int, lines: Int) {
        self.bytes += bytes
        count += lines
    }

    /// Keeps lines; of very many the newest.
    mutating func append(_ new: [LogLine]) {
        lines.append(newest: new)
    }

    /// Takes raw output; returns the lines that are complete.
    mutating func receive(raw: ByteBuffer) -> [LogLine] {
        partial += raw.readableBytesView
        var complete: [LogLine] = []
        while let end = partial.firstIndex(of: 0x0A) {
            take(partial[..<end], into: &complete)
            partial.removeSubrange(...end)
        }
        if partial.count > 65536 {
            take(partial[...], into: &complete)
            partial = []
        }
        append(complete)
        count(raw.readableBytes, lines: complete.count)
        return complete
    }

    /// Forgets what Swift's runtime printed of a crash, but for its message.
    mutating func dropBacktrace() {
        lines = CrashReport.withoutBacktrace(lines)
    }

    /// Keeps the line that was begun.
    mutating func finish() {
        var last: [LogLine] = []
        if !partial.isEmpty { take(partial[...], into: &last) }
        partial = []
        append(last)
    }

    /// Returns the innermost place below a folder in the last dump, which does not tell the line's text.
    func standing(below root: String) -> SourceLocation? {
        ThreadDump.innermostPlace(in: dump, below: root)?.withSource()
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, into complete: inout [LogLine]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if expectsDump && (text.isEmpty || ThreadDump.isPart(text)) {
            dump.append(text)
        } else {
            complete.append(LogLine(source: .raw, text: text))
        }
    }
}

extension [LogLine] {
    /// How many lines are remembered at least.
    private static var kept: Int { 20_000 }

    /// Keeps lines; of very many the newest.
    mutating func append(newest lines: [LogLine]) {
        self += lines
        if count > 2 * Self.kept { removeFirst(count - Self.kept) }
    }
}

/// Reads what CPython's faulthandler writes.
enum ThreadDump {
    /// Whether a line belongs to a dump.
    static func isPart(_ line: String) -> Bool {
        line.hasPrefix("Thread 0x") || line.hasPrefix("Current thread 0x")
            || line.hasPrefix("  File \"") || line.hasPrefix("Stack (most recent call first)")
            || line.hasPrefix("Extension modules:") || line.hasPrefix("  <")
    }

    /// Returns the first place below a folder; the current thread goes before the others.
    static func innermostPlace(in dump: [String], below root: String) -> SourceLocation? {
        let current = dump.lastIndex { $0.hasPrefix("Current thread") } ?? dump.startIndex
        for line in dump[current...] + dump[..<current] {
            if let place = place(line), place.file.hasPrefix(root + "/"),
                !place.file.contains("site-packages")
            {
                return place
            }
        }
        return nil
    }

    private static func place(_ line: String) -> SourceLocation? {
        // `  File "/path/app.py", line 3 in handler`
        let prefix = "  File \""
        guard line.hasPrefix(prefix), let end = line.range(of: "\", line ", options: .backwards)
        else { return nil }
        let file = String(line.dropFirst(prefix.count).prefix(upTo: end.lowerBound))
        let rest = line[end.upperBound...].split(separator: " ", maxSplits: 2)
        guard rest.count == 3, let number = Int(rest[0]) else { return nil }
        return SourceLocation(
            file: file, line: number, function: rest[2] == "<module>" ? nil : String(rest[2]))
    }
}
