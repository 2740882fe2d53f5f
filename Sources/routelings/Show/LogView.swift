import Grading
import Hosting
import Terminal

/// `log`: what was printed, request by request, with tracebacks cut to the learner's lines.
struct LogView {
    /// The name of the learner's file.
    let file: String

    /// What was printed in checks that failed, then in requests of one's own.
    func text(_ record: HostRecord, _ checks: [CheckReport]) -> StyledText {
        let failed = checks.map { check in
            let request = check.request.map { "  \($0.method) \($0.target)" } ?? ""
            return block("\(check.id)\(request), when it was checked", check.log)
        }
        let outside = folded(record.log.map(\.text)).map { StyledText($0) }
        let own = record.exchanges.filter(\.isWorthTelling).map(text)
        let cut =
            record.outputTruncated ? [StyledText("(more was printed than is kept)", .faint)] : []
        let parts = failed + outside + own + cut
        return parts.isEmpty
            ? StyledText("Nothing was printed.", .faint) : parts.joined(separator: "\n")
    }

    private func folded(_ lines: [String]) -> [String] {
        TracebackFolding(file: file).folded(lines)
    }

    private func block(_ title: String, _ log: String) -> StyledText {
        let lines = folded(log.split(whereSeparator: \.isNewline).map(String.init))
        return ([StyledText(title, .strong)] + lines.map { StyledText("  \($0)") })
            .joined(separator: "\n")
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
            parts.append("  \("held up the event loop", .warning) \(place)")
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
        return StyledText("  ") + StyledText(what, .warning) + "\(place)"
    }

    private func text(_ traceback: Hosting.Traceback) -> StyledText {
        let frames = traceback.frames.map { frame in
            StyledText(
                "  line \(frame.line)\(frame.function.map { " in \($0)" } ?? ""): \(frame.source ?? "")"
            )
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
