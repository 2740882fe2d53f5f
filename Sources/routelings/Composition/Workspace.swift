import Course
import Foundation

/// The learner's files: `TRACK/EXERCISE/app.py`, or `Routes.swift`, below one folder.
struct Workspace: Sendable {
    let root: String
    let course: Course

    func folder(_ exercise: Exercise, _ track: Track) -> String {
        "\(root)/\(track.rawValue)/\(exercise.id)"
    }

    func file(_ exercise: Exercise, _ track: Track) -> String {
        "\(folder(exercise, track))/\(exercise.fileName(track))"
    }

    /// The text of a file that the course brings along.
    func text(of part: Exercise.Part, _ exercise: Exercise, _ track: Track) throws -> String {
        try read("\(course.root)/\(exercise.path(part, track))")
    }

    /// Puts the starter and the kit where they are missing.
    ///
    /// What the learner has written is kept.
    func layOut(_ exercise: Exercise, _ track: Track) throws {
        let file = file(exercise, track)
        if !FileManager.default.fileExists(atPath: file) {
            try write(text(of: .starter, exercise, track), to: file)
        }
        // What a Swift file imports is compiled, and not laid beside it.
        guard track != .swift else { return }
        for module in exercise.kit {
            let copy = "\(folder(exercise, track))/\(module).py"
            if !FileManager.default.fileExists(atPath: copy) {
                try write(read("\(course.root)/exercises/kit/\(module).py"), to: copy)
            }
        }
    }

    /// Puts the starter back and keeps the learner's file beside it.
    ///
    /// - Returns: the path of the copy, or nil when there was nothing to keep.
    func reset(_ exercise: Exercise, _ track: Track) throws -> String? {
        let file = file(exercise, track)
        let starter = try text(of: .starter, exercise, track)
        // What cannot be read, such as a folder in its place, is kept too.
        guard FileManager.default.fileExists(atPath: file), (try? read(file)) != starter else {
            try write(starter, to: file)
            return nil
        }
        let copy = unusedName(beside: file)
        try FileManager.default.moveItem(atPath: file, toPath: copy)
        try write(starter, to: file)
        return copy
    }

    /// Puts the lines with these numbers into the learner's file.
    ///
    /// - Returns: the path of a copy where the file held something else than such lines, or nil.
    func arrange(_ numbers: [Int], _ exercise: Exercise, _ track: Track) throws -> String? {
        guard let parsons = exercise.parsons[track] else { return nil }
        let file = file(exercise, track)
        try layOut(exercise, track)
        let isLines = try parsons.arrangement(in: read(file)) != nil
        let copy = isLines ? nil : unusedName(beside: file)
        if let copy { try FileManager.default.moveItem(atPath: file, toPath: copy) }
        try write(parsons.assembled(numbers), to: file)
        return copy
    }

    private func unusedName(beside file: String) -> String {
        var number = 1
        while FileManager.default.fileExists(atPath: "\(file).saved-\(number)") { number += 1 }
        return "\(file).saved-\(number)"
    }

    /// - Throws: `FileText.Problem`.
    func read(_ path: String) throws -> String {
        try FileText.read(path)
    }

    private func write(_ text: String, to path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent()
        // That it cannot be made is told by the write that follows.
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileText.write(text, to: path)
    }
}
