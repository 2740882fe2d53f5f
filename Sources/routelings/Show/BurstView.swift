import Grading
import Hosting
import Terminal

/// Requests that were sent at once, and what the host saw of them.
struct Burst {
    /// The answers; nil where none came.
    var answers: [Grading.Answer?]
    /// The host's record of the requests; those that it has forgotten, as when the app was started
    /// anew meanwhile, are missing.
    var exchanges: [Exchange]
    /// From the first byte sent to the last answer.
    var duration: Duration

    /// How many were inside the app at the same time, at most.
    var highWater: Int { Self.highWater(exchanges.map { ($0.entered, $0.left) }) }

    /// The most that are inside together; entries and exits are numbered in one sequence, so no
    /// clock takes part in this.
    static func highWater(_ stays: [(entered: Int?, left: Int?)]) -> Int {
        let entries = stays.compactMap { stay in stay.entered.map { ($0, 1) } }
        let exits = stays.compactMap { stay in stay.left.map { ($0, -1) } }
        var (inside, most) = (0, 0)
        for (_, change) in (entries + exits).sorted(by: { $0.0 < $1.0 }) {
            inside += change
            most = max(most, inside)
        }
        return most
    }

    /// How often each status was answered, such as `200 ×18, 503 ×2`; where nothing came, first.
    var statuses: String {
        var counts: [String: Int] = [:]
        for answer in answers {
            let ending = answer?.isComplete == false ? " broken off" : ""
            counts[answer.map { "\($0.status)\(ending)" } ?? "", default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }
            .map { "\($0.key.isEmpty ? "no answer" : $0.key) ×\($0.value)" }
            .joined(separator: ", ")
    }

    /// What is known of how many were inside the app together: nothing of those that the app has
    /// not returned from.
    var overlap: String {
        if missing == 0 { return "at most \(highWater) inside the app at once" }
        if missing == answers.count { return "none came back from the app" }
        return "\(missing) did not come back from the app · "
            + "of the others at most \(highWater) inside at once"
    }

    /// What the server answered in the app's place, each text once.
    var excuses: [String] {
        let texts = answers.compactMap { $0 }.filter { [502, 504].contains($0.status) }.map(\.text)
        return missing == 0 ? [] : Set(texts).sorted()
    }

    /// How many requests the app has not returned from.
    private var missing: Int { answers.count - exchanges.count { $0.left != nil } }
}

/// `burst`: a bar for each request, as long as it was inside the app.
struct BurstView {
    let profile: TerminalProfile
    /// More bars than this say no more.
    private static let most = 40

    func text(_ burst: Burst) -> StyledText {
        let inApp = burst.exchanges.filter { $0.trace != nil }
            .sorted { ($0.entered ?? 0) < ($1.entered ?? 0) }
        let spans = inApp.prefix(Self.most).enumerated().map { index, exchange in
            span(index + 1, exchange)
        }
        var parts = [Timeline(spans).text(width: min(profile.width, 80), unicode: profile.unicode)]
        if inApp.count > Self.most {
            parts.append(StyledText("and \(inApp.count - Self.most) more", .faint))
        }
        parts.append(summary(burst))
        parts += burst.excuses.map { StyledText($0, .warning).wrapped(to: profile.width) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func span(_ number: Int, _ exchange: Exchange) -> Timeline.Span {
        let status = exchange.status.map(String.init) ?? "-"
        let began = exchange.trace?.began ?? 0
        let (from, to) = (exchange.trace?.entered ?? 0, exchange.trace?.left ?? 0)
        let label = StyledText(number < 10 ? " \(number)" : "\(number)", .faint)
        let took = Int(((to - from) * 1_000).rounded())
        return Timeline.Span(
            label + " \(status) \("\(took) ms", .faint)", from: began + from, to: began + to)
    }

    private func summary(_ burst: Burst) -> StyledText {
        let took = Int(burst.duration.milliseconds.rounded())
        let count = burst.answers.count
        let text =
            "\(burst.statuses) · \(count == 1 ? "1 request" : "\(count) requests") in \(took) ms · "
            + burst.overlap
        return StyledText(text).wrapped(to: profile.width)
    }
}
