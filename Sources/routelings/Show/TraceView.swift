import Hosting
import Terminal

/// What the app was given for the last request, and what passed between it and the server.
struct TraceView {
    let profile: TerminalProfile

    /// The newest request of `record` that the app has returned from, below a word on one that came
    /// later.
    func text(_ record: HostRecord) -> StyledText {
        let newest = record.exchanges.last { $0.outcome != .refused }
        let absent = newest.flatMap { $0.trace == nil ? missing($0) : nil }
        guard let exchange = record.exchanges.last(where: { $0.trace != nil }),
            let trace = exchange.trace
        else {
            let none = "No request has been through your app yet: `get /` sends one."
            return absent ?? StyledText(none, .faint)
        }
        return (absent.map { $0 + "\n" } ?? "") + text(exchange, trace)
    }

    private func missing(_ exchange: Exchange) -> StyledText {
        let request = StyledText("\(exchange.method) \(exchange.target)", .strong)
        var told = " has not come back from your app"
        if case .timedOut(let place?) = exchange.outcome {
            told += ": it stood at line \(place.line)"
        }
        return (request + StyledText("\(told).", .warning)).wrapped(to: profile.width)
    }

    private func text(_ exchange: Exchange, _ trace: Trace) -> StyledText {
        let status = exchange.status.map { " answered \($0)" } ?? ""
        let head = StyledText("\(exchange.method) \(exchange.target)", .strong) + "\(status)"
        let (given, events) =
            switch trace.interface {
            case "asgi": ("ASGI scope", "Messages")
            case "swift": ("HTTPRequest", "Steps")
            default: ("WSGI environ", "Calls")
            }
        return [
            head, StyledText(given, .heading), table(of: trace.given),
            StyledText(events, .heading), self.events(of: trace, exchange.outcome),
        ].joined(separator: "\n")
    }

    private func table(of given: [[String]]) -> StyledText {
        let names = given.compactMap(\.first)
        let widest = min(names.map(\.count).max() ?? 0, 24)
        let lines = given.filter { $0.count == 2 }.map { pair in
            let gap = String(repeating: " ", count: max(0, widest - pair[0].count))
            let name = StyledText("  ") + StyledText(pair[0], .name) + "\(gap)  "
            return StyledText(pair[1]).wrapped(to: profile.width, indent: name)
        }
        return lines.joined(separator: "\n")
    }

    private func events(of trace: Trace, _ outcome: Exchange.Outcome) -> StyledText {
        let called = line(at: trace.entered, "call", "the app is called", "")
        let lines = trace.events.map { line(at: $0.at, $0.call, $0.what, $0.detail) }
        let hasRaised = trace.events.last?.call == "raise"
        let what = outcome == .aborted ? "has given up its answer" : "has returned"
        let end = hasRaised ? [] : [line(at: trace.left, "return", "the app \(what)", "")]
        return ([called] + lines + end).joined(separator: "\n")
    }

    private func line(at time: Double, _ call: String, _ what: String, _ detail: String)
        -> StyledText
    {
        let tenths = Int((time * 10_000).rounded())
        let number = "\(tenths / 10).\(tenths % 10)"
        let gap = String(repeating: " ", count: max(0, 7 - number.count))
        let text =
            StyledText(call, .keyword) + "  \(what)"
            + StyledText(detail.isEmpty ? "" : "  \(detail)", .faint)
        let head = StyledText("\(gap)\(number) ms  ", .faint)
        // What goes on in another line stands further in than what happened next.
        return text.wrapped(
            to: profile.width, indent: head,
            hanging: StyledText(String(repeating: " ", count: head.width + 6)))
    }
}
