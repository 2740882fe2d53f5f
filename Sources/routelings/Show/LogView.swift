import Grading
import Hosting
import Terminal

/// `log`: what was printed, request by request, with tracebacks cut to the learner's lines.
struct LogView {
    /// The name of the learner's file.
    let file: String
    /// Columns for sentences of ours; what the app printed stays in the lines that it has.
    var width = TerminalProfile.defaultWidth
    /// Of how many requests, and of how many lines of one, the newest are shown, and how much of a
    /// line: a terminal is busy for a while with megabytes, and nobody reads them.
    private static let limits = (requests: 100, lines: 100, characters: 1_000)

    /// What was printed in checks that failed, then in requests of one's own.
    func text(_ record: HostRecord, _ checks: [CheckReport]) -> StyledText {
        let failed = checks.map { check in
            let request = check.request.map { "  \($0.method) \($0.target)" } ?? ""
            return block("\(check.id)\(request), when it was checked", check.log)
        }
        let outside = folded(record.log.map(\.text))
        let requests = record.exchanges.filter(\.isWorthTelling)
        let own = newest(Self.limits.requests, of: requests, called: "requests", as: text)
        let cut =
            record.outputTruncated ? [StyledText("(more was printed than is kept)", .faint)] : []
        let parts = failed + outside + own + cut
        return parts.isEmpty
            ? StyledText("Nothing was printed.", .faint) : parts.joined(separator: "\n")
    }

    private func folded(_ lines: [String]) -> [StyledText] {
        let lines = TracebackFolding(file: file).folded(lines)
        return newest(Self.limits.lines, of: lines, called: "lines") { StyledText(cut($0)) }
    }

    private func cut(_ line: String) -> String {
        let rest = line.dropFirst(Self.limits.characters)
        return rest.isEmpty
            ? line : "\(line[..<rest.startIndex])… (\(rest.count) more characters)"
    }

    /// The last `count` of `items`, below a line that tells how many there were before.
    private func newest<Item>(
        _ count: Int, of items: [Item], called name: String, as text: (Item) -> StyledText
    ) -> [StyledText] {
        let left = items.count - count
        let before = left > 0 ? [StyledText("(\(left) \(name) before these)", .faint)] : []
        return before + items.suffix(count).map(text)
    }

    private func block(_ title: String, _ log: String) -> StyledText {
        let lines = folded(log.split(whereSeparator: \.isNewline).map(String.init))
        return ([StyledText(title, .strong)] + lines.map { "  " + $0 }).joined(separator: "\n")
    }

    private func text(_ exchange: Exchange) -> StyledText {
        let log = exchange.log.map(\.text).joined(separator: "\n")
        var parts = [block("\(exchange.method) \(exchange.target)", log)]
        // Where the framework printed a traceback, it stands in its place above.
        if let traceback = exchange.traceback, !log.contains("Traceback (most recent call last)") {
            parts.append(text(traceback))
        }
        parts += exchange.oversights.map(text)
        if let stall = exchange.stall {
            let place = "at line \(stall.line): \(stall.source ?? "")"
            parts.append(sentence("\("held up the event loop", .warning) \(place)"))
        }
        return parts.joined(separator: "\n")
    }

    private func text(_ oversight: Oversight) -> StyledText {
        let what =
            switch oversight.kind {
            case .neverAwaited: "`\(oversight.name)` was called and never awaited"
            case .destroyedPending:
                "the task of `\(oversight.name)` was dropped before its end: keep a reference to it"
            case .exceptionNeverRetrieved:
                "the background task of `\(oversight.name)` raised "
                    + (oversight.traceback?.type ?? "an exception")
            }
        let place = oversight.place.map { " at line \($0.line): \($0.source ?? "")" } ?? ""
        return sentence(StyledText(what, .warning) + "\(place)")
    }

    private func sentence(_ text: StyledText) -> StyledText {
        text.wrapped(to: width, indent: "  ", hanging: "    ")
    }

    private func text(_ traceback: Hosting.Traceback) -> StyledText {
        let frames = traceback.frames.map { frame in
            let function = frame.function.map { " in \($0)" } ?? ""
            let source = frame.source.map { ": \($0)" } ?? ""
            return StyledText("  line \(frame.line)\(function)\(source)")
        }
        let end =
            traceback.message.isEmpty ? traceback.type : "\(traceback.type): \(traceback.message)"
        return (frames + [StyledText("  \(end)", .fail)]).joined(separator: "\n")
    }
}

extension Exchange {
    /// Whether there is more to say of it than its answer.
    fileprivate var isWorthTelling: Bool {
        !log.isEmpty || traceback != nil || stall != nil || !oversights.isEmpty
    }
}
