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

    private func line(_ exercise: Message.ExerciseOverview) -> StyledText {
        let mark = exercise.isPassed ? (profile.unicode ? "✓" : "+") : " "
        let id = StyledText(exercise.id, .code).padded(to: 18)
        let here = exercise.isOpen ? "  ← here" : ""
        if !exercise.isOffered { return "   \(mark) \(id)  \("not in \(track.rawValue)", .faint)" }
        let room = max(profile.width - 25 - here.count, 10)
        let title = StyledText(exercise.title).truncated(to: room)
        return
            "   \(mark, .pass) \(id)  \(title)\(profile.unicode ? here : here.replacing("←", with: "<-"), .accent)"
    }

    /// `progress`: a bar for each unit and each category.
    func progress(_ categories: [Message.CategoryPoints]) -> StyledText {
        let unitLines = units.filter { $0.exercises.contains(where: \.isOffered) }.map { unit in
            let offered = unit.exercises.filter(\.isOffered)
            return line(
                "\(unit.number)  \(unit.title)", offered.reduce(0) { $0 + $1.points },
                offered.reduce(0) { $0 + $1.maxPoints })
        }
        let categoryLines = categories.filter { $0.maxPoints > 0 }
            .map { line($0.category.rawValue, $0.points, $0.maxPoints) }
        let helped = units.flatMap(\.exercises).filter { $0.hints > 0 || $0.hasSeenSolution }
        let help = helped.map { exercise in
            let hints = exercise.hints == 1 ? "1 hint" : "\(exercise.hints) hints"
            let seen = exercise.hasSeenSolution ? ", solution seen" : ""
            return StyledText("   \(exercise.id): \(hints)\(seen)", .faint)
        }
        return
            ([StyledText("Points in \(track.title)", .heading)] + unitLines
            + [StyledText("By category", .heading)] + categoryLines
            + (help.isEmpty ? [] : [StyledText("Help taken", .heading)] + help))
            .joined(separator: "\n")
    }

    private func line(_ label: String, _ points: Int, _ maxPoints: Int) -> StyledText {
        let bar = Bar(points, of: maxPoints).text()
        let room = max(profile.width - 30, 20)
        return "   " + StyledText(label).truncated(to: room).padded(to: min(room, 40)) + "  " + bar
    }
}
