import Course
import Terminal
import Tutor

/// The units and exercises of a track, as a list or with bars.
struct OverviewView {
    let units: [Message.UnitOverview]
    let track: Track
    let profile: TerminalProfile

    /// `lessons`: every unit and its exercises.
    var list: StyledText {
        units.map { unit in
            let lesson = unit.hasLesson ? "" : "  (no lesson yet)"
            let head: StyledText = "\("\(unit.number)  \(unit.title)", .heading)\(lesson, .faint)"
            return ([head] + unit.exercises.map(line)).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// Columns of the longest id.
    private var widest: Int { units.flatMap(\.exercises).map(\.id.count).max() ?? 0 }

    private func line(_ exercise: Message.ExerciseOverview) -> StyledText {
        let mark = exercise.isPassed ? (profile.unicode ? "✓" : "+") : " "
        let id = StyledText(exercise.id, .code).padded(to: widest)
        let optional = exercise.isOptional ? "  optional" : ""
        let here = optional + (exercise.isOpen ? "  ← here" : "")
        if !exercise.isOffered { return "   \(mark) \(id)  \("not in \(track.rawValue)", .faint)" }
        let end = StyledText(
            profile.unicode ? here : here.replacing("←", with: "<-"), .accent)
        return (StyledText(exercise.title) + end).wrapped(
            to: profile.width, indent: "   \(mark, .pass) \(id)  ")
    }

    /// `progress`: a bar for each unit, and for each category in each track.
    func progress(_ categories: [Message.CategoryPoints]) -> StyledText {
        let offered = units.filter { $0.exercises.contains(where: \.isOffered) }
        let parts =
            [StyledText("Points in \(track.title)", .heading), unitBars(offered)]
            + [StyledText("By category", .heading), categoryBars(categories)] + help
        return parts.joined(separator: "\n")
    }

    private func unitBars(_ units: [Message.UnitOverview]) -> StyledText {
        var table = Table(columns: [
            Table.Column(alignment: .trailing, canWrap: false), Table.Column(),
            Table.Column("exercises", canWrap: false),
            Table.Column("questions", alignment: .trailing, canWrap: false),
        ])
        for unit in units {
            let exercises = unit.exercises.filter(\.isOffered)
            let points = exercises.reduce(0) { $0 + $1.points }
            let maxPoints = exercises.reduce(0) { $0 + $1.maxPoints }
            table.append([
                StyledText("\(unit.number)"), StyledText(unit.title),
                maxPoints == 0 ? "" : Bar(points, of: maxPoints).text(),
                unit.questions == 0 ? "" : "\(unit.rightAnswers)/\(unit.questions)",
            ])
        }
        return table.layout(width: profile.width)
    }

    private func categoryBars(_ categories: [Message.CategoryPoints]) -> StyledText {
        // A track that the course does not offer has nothing to show.
        let tracks = Track.allCases.filter { track in
            categories.contains { $0.track == track && $0.maxPoints > 0 }
        }
        let cells = tracks.count > 2 ? 6 : 12
        var table = Table(
            columns: [Table.Column(canWrap: false)]
                + tracks.map { Table.Column(StyledText($0.title), canWrap: false) })
        for category in Category.allCases {
            let bars = tracks.map { track in
                categories.first { $0.category == category && $0.track == track }
                    .map { Bar($0.points, of: $0.maxPoints).text(cells: cells) } ?? StyledText()
            }
            table.append([StyledText(category.rawValue)] + bars)
        }
        return table.layout(width: profile.width)
    }

    private var help: [StyledText] {
        let helped = units.flatMap(\.exercises).filter { $0.hints > 0 || $0.hasSeenSolution }
        guard !helped.isEmpty else { return [] }
        return [StyledText("Help taken", .heading)]
            + helped.map { exercise in
                let hints = exercise.hints == 1 ? "1 hint" : "\(exercise.hints) hints"
                let seen = exercise.hasSeenSolution ? ", solution seen" : ""
                return StyledText("   \(exercise.id): \(hints)\(seen)", .faint)
            }
    }
}
