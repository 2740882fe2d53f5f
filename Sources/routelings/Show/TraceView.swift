import Hosting
import Terminal

/// What the app was given for the last request, and what passed between it and the server.
struct TraceView {
    let profile: TerminalProfile

    /// The newest request of `record` that the app has returned from.
    func text(_ record: HostRecord) -> StyledText {
        guard let exchange = record.exchanges.last(where: { $0.trace != nil }),
            let trace = exchange.trace
        else {
            return StyledText(
                "No request has been through your app yet: `get /` sends one.", .faint)
        }
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
            StyledText(events, .heading), self.events(of: trace),
        ].joined(separator: "\n")
    }

    private func table(of given: [[String]]) -> StyledText {
        let names = given.compactMap(\.first)
        let widest = min(names.map(\.count).max() ?? 0, 24)
        let lines = given.filter { $0.count == 2 }.map { pair in
            let gap = String(repeating: " ", count: max(0, widest - pair[0].count))
            return StyledText("  ") + StyledText(pair[0], .name) + "\(gap)  \(pair[1])"
        }
        return lines.map { $0.wrapped(to: profile.width) }.joined(separator: "\n")
    }

    private func events(of trace: Trace) -> StyledText {
        let called = line(at: trace.entered, "call", "the app is called", "")
        let returned = line(at: trace.left, "return", "the app has returned", "")
        let lines = trace.events.map { line(at: $0.at, $0.call, $0.what, $0.detail) }
        return ([called] + lines + [returned]).joined(separator: "\n")
    }

    private func line(at time: Double, _ call: String, _ what: String, _ detail: String)
        -> StyledText
    {
        let tenths = Int((time * 10_000).rounded())
        let number = "\(tenths / 10).\(tenths % 10)"
        let gap = String(repeating: " ", count: max(0, 7 - number.count))
        let text =
            StyledText("\(gap)\(number) ms  ", .faint) + StyledText(call, .keyword) + "  \(what)"
            + StyledText(detail.isEmpty ? "" : "  \(detail)", .faint)
        return text.wrapped(to: profile.width)
    }
}
