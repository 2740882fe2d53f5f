import Course
import Terminal
import Tutor

/// The first screen of a session.
struct GreetingView {
    let greeting: Message.Greeting
    let profile: TerminalProfile

    var text: StyledText {
        let counts = "\(greeting.units) units · \(greeting.exercises) exercises"
        let title: StyledText = "\("Routelings", .heading)   \(counts, .faint)"
        let bar = Bar(greeting.passed, of: greeting.exercises).text()
        let gap = max(profile.width - title.width - bar.width, 2)
        let first =
            title.width + bar.width + 2 <= profile.width
            ? title + StyledText(String(repeating: " ", count: gap)) + bar : title + "\n" + bar
        let place: StyledText = "\(greeting.place, .strong)  ·  track \(greeting.track.rawValue)"
        return first + "\n" + place + "\n" + StyledText(hint).wrapped(to: profile.width)
    }

    private var hint: String {
        greeting.isFirst
            ? "`next` starts the first lesson, `help` lists the commands, Tab completes them."
            : "`next` goes on, `lessons` shows the map, `help` lists the commands."
    }
}
