import Grading
import Terminal

/// A server-sent event in a line, or a line for each line of its data.
enum EventView {
    /// The event that came so long after the stream was opened.
    static func text(_ event: ServerSentEvent, after time: Duration) -> StyledText {
        let id = event.id.map { " id \($0)" } ?? ""
        let head = StyledText("+\(Self.seconds(time)) s", .faint) + "  \(event.type, .accent)"
        let data = event.data.split(separator: "\n", omittingEmptySubsequences: false)
        let first = head + StyledText(id, .faint) + "  \(data.first.map(String.init) ?? "")"
        return ([first] + data.dropFirst().map { StyledText("    \($0)") }).joined(separator: "\n")
    }

    private static func seconds(_ time: Duration) -> String {
        let hundredths = Int((time.milliseconds / 10).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
