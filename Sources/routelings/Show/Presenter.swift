import Grading
import Terminal
import Tutor

/// Gives messages a look.
struct Presenter {
    let profile: TerminalProfile

    func text(of message: Message) -> StyledText {
        switch message {
        case .markdown(let markdown):
            MarkdownRenderer(width: min(profile.width, 80), marksCode: !profile.colour)
                .render(markdown)
        case .notice(let text): inline(text, .faint)
        case .trouble(let text): inline(text, .warning)
        case .greeting(let greeting): GreetingView(greeting: greeting, profile: profile).text
        case .report(let report, let wasPassed, let offersHint):
            ReportView(report, profile: profile, isAtPrompt: true).text
                + closing(report, wasPassed, offersHint)
        case .answer(let answer): AnswerView(answer: answer, profile: profile).text
        case .lines(let parsons, let track, let numbers):
            LinesView(parsons: parsons, track: track, inFile: numbers, profile: profile).text
        case .code(let line): StyledText(line, .code)
        case .overview(let units, let track):
            OverviewView(units: units, track: track, profile: profile).list
        case .progress(let units, let categories, let track):
            OverviewView(units: units, track: track, profile: profile).progress(categories)
        }
    }

    /// One paragraph in which words between backticks are code.
    private func inline(_ text: String, _ role: Role) -> StyledText {
        let pieces = text.split(separator: "`", omittingEmptySubsequences: false)
        let styled = pieces.enumerated().map { index, piece in
            index % 2 == 1 ? StyledText("`\(piece)`", .code) : StyledText(piece, role)
        }
        return styled.joined().wrapped(to: profile.width)
    }

    private func closing(_ report: Report, _ wasPassed: Bool, _ offersHint: Bool) -> StyledText {
        switch report.verdict {
        case .pass:
            wasPassed
                ? "\n  \("`next` goes on.", .faint)"
                : "\n  \("`next` goes on, `solution` shows how others write it.", .faint)"
        case .fail:
            offersHint
                ? "\n  \("The same three times: `hint` opens a first hint.", .faint)"
                : "\n  \("`hint` helps, `exercise` shows the task again.", .faint)"
        case .skipped, .error: ""
        }
    }
}
