/// A crash of a Swift program, as its runtime tells it.
struct CrashReport: Equatable {
    /// The message, such as `Index out of range`.
    var message: String
    /// The innermost line of the learner's own.
    var location: SourceLocation?

    /// Reads what a program printed before a signal ended it; nil when nothing in it tells of a crash.
    ///
    /// - Parameters:
    ///   - log: the lines, with the message and the backtrace of Swift's runtime.
    ///   - file: the learner's file.
    init?(log: [String], file: String?) {
        guard let message = log.lazy.compactMap(Self.message).first else { return nil }
        self.message = message.text
        let own = message.place.flatMap { Self.place($0, in: file) }
        location = own ?? log.lazy.compactMap { Self.frame($0, in: file) }.first
    }

    /// The lines without the runtime's backtrace, which is for us.
    static func withoutBacktrace(_ log: [LogLine]) -> [LogLine] {
        guard
            let start = log.firstIndex(where: {
                $0.text.hasPrefix("*** Signal") || $0.text.hasPrefix("*** Program crashed")
            })
        else { return log }
        let end = log[start...].lastIndex { $0.text.hasPrefix("Backtrace took") }
        let rest = end.map { log[log.index(after: $0)...] } ?? []
        let before = log[..<start].reversed().drop { $0.text.isEmpty }.reversed()
        return Array(before) + rest.drop { $0.text.isEmpty }
    }

    /// `Routes/Routes.swift:12: Fatal error: Unexpectedly found nil`: what, and where it is said.
    private static func message(_ line: String) -> (text: String, place: String?)? {
        guard let match = line.firstMatch(of: /^(?:(.*:\d+): )?Fatal error(?:: (.*))?$/) else {
            return nil
        }
        return (match.2.map(String.init) ?? "a precondition failed", match.1.map(String.init))
    }

    /// A place that names the module, `Routes/Routes.swift:12`.
    private static func place(_ text: String, in file: String?) -> SourceLocation? {
        guard let file, let name = file.split(separator: "/").last,
            let match = text.firstMatch(of: /^Routes\/(.+):(\d+)$/), match.1 == name,
            let line = Int(match.2)
        else { return nil }
        return SourceLocation(file: file, line: line)
    }

    /// A frame of the backtrace, `3 [ra] 0x… closure #1 in addRoutes(to:) + 41 in program at FILE:8:72`.
    private static func frame(_ line: String, in file: String?) -> SourceLocation? {
        guard let file, let match = line.firstMatch(of: /\ at (\/.+?):(\d+)(?::(\d+))?$/),
            match.1 == file, let number = Int(match.2), number > 0
        else { return nil }
        return SourceLocation(file: file, line: number, column: match.3.flatMap { Int($0) })
    }
}
