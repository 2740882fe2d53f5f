import Course
import Foundation
import Terminal
import Tutor

/// What is done with the learner's files and shown of the course's.
extension Desk {
    func edit(_ exercise: Exercise, _ track: Track) async {
        let file = workspace.file(exercise, track)
        guard let editor = Editor(environment: ProcessInfo.processInfo.environment),
            lines.profile.isInteractive
        else {
            return show(.notice("Open \(file) in your editor; set EDITOR to have `edit` do it."))
        }
        await lines.suspend { await editor.open(file) }
    }

    func reset(_ exercise: Exercise, _ track: Track) throws {
        let copy = try workspace.reset(exercise, track)
        let kept = copy.map { " Your file was kept as \($0)." } ?? ""
        show(.notice("The starter is back.\(kept)"))
    }

    func showLines(_ exercise: Exercise, _ track: Track) throws {
        guard let parsons = exercise.parsons[track] else { return }
        let text = try workspace.read(workspace.file(exercise, track))
        show(.lines(parsons, track, inFile: parsons.arrangement(in: text)))
    }

    func arrange(_ exercise: Exercise, _ track: Track, _ numbers: [Int]) async throws {
        if let copy = try write(numbers, exercise, track) {
            show(.notice("What you had written was kept as \(copy)."))
        }
        try showLines(exercise, track)
        await saved()
    }

    /// Changes the learner's file without the watcher finding a save.
    private func write(_ numbers: [Int], _ exercise: Exercise, _ track: Track) throws -> String? {
        facts.watch(nil)
        defer { facts.watch(workspace.file(exercise, track)) }
        return try workspace.arrange(numbers, exercise, track)
    }

    func showDifference(_ exercise: Exercise, _ track: Track) throws {
        let starter = try workspace.text(of: .starter, exercise, track)
        let current = try workspace.read(workspace.file(exercise, track))
        let difference = LineDifference.text(from: starter, to: current)
        if difference.isEmpty { return show(.notice("Nothing has changed since the start.")) }
        lines.printAbove(SyntaxHighlighter.highlight(difference, as: .diff))
    }

    func showSolution(_ exercise: Exercise, _ track: Track) throws {
        let text = try workspace.text(of: .solution, exercise, track)
        show(.markdown("A good solution in \(track.title):\n\n```\(track.language)\n\(text)\n```"))
    }
}
