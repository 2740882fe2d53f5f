/// Makes a Parsons problem of a starter with a hole, the solution that fills it, and the lines that
/// do not belong.
struct ParsonsReader {
    let tree: CourseTree
    let exercise: Exercise
    /// The lines that do not belong, as they were written.
    let distractors: YAMLValue?

    /// What marks the hole in a starter.
    static let blank = "____"
    /// More lines that do not belong cost a learner time and teach nothing more (Ericson, Margulieux
    /// and Rick, 2017).
    static let maxDistractors = 2

    /// The problem of each track; what is wrong is noted at the distractors or returned.
    func read() -> (parsons: [Track: Parsons], problems: [CourseProblem]) {
        guard exercise.mode == .parsons else {
            distractors?.report("only an exercise of mode parsons has distractors: take them out")
            return ([:], [])
        }
        let extra = distractors?.byTrack(needed: exercise.tracks, lines) ?? ByTrack(common: [])
        var parsons: [Track: Parsons] = [:]
        var problems: [CourseProblem] = []
        for track in exercise.tracks {
            switch problem(track, extra[track] ?? []) {
            case .success(let value): parsons[track] = value
            case .failure(let found): problems += found.problems
            }
        }
        return (parsons, problems)
    }

    private struct Refusal: Error {
        var problems: [CourseProblem]
    }

    private func lines(_ value: YAMLValue) -> [String]? {
        let lines = value.list("a list of lines that do not belong").compactMap { element in
            element.text("a line of code")
        }
        if lines.count > Self.maxDistractors {
            value.report(
                "expected at most \(Self.maxDistractors) lines that do not belong, "
                    + "found \(lines.count)")
        }
        return lines
    }

    private func problem(_ track: Track, _ extra: [String]) -> Result<Parsons, Refusal> {
        let path = exercise.path(.starter, track)
        guard let starter = fileLines(path),
            let solution = fileLines(exercise.path(.solution, track))
        else { return .failure(Refusal(problems: [])) }  // That they are missing is told elsewhere.
        let holes = starter.indices.filter { starter[$0].contains(Self.blank) }
        guard let hole = holes.first, holes.count == 1 else {
            return refusal(
                path, holes.last.map { $0 + 1 } ?? 1,
                "a starter to be filled with lines has one line with \(Self.blank), "
                    + "found \(holes.count)")
        }
        let (before, after) = (Array(starter[..<hole]), Array(starter[(hole + 1)...]))
        guard let middle = middle(of: solution, Parsons.written(before), Parsons.written(after))
        else {
            return refusal(
                path, hole + 1,
                "the solution is not this starter with lines in place of this one: "
                    + "make the rest of both alike")
        }
        for line in extra where !isInSomeMutant(line, track) {
            distractors?.report(
                "no mutant of \(track.rawValue) has the line \"\(line)\": "
                    + "take a line from a mistake that is explained")
        }
        return .success(
            Parsons(
                before: before, hole: starter[hole], after: after,
                pool: shuffled(middle, among: extra, track)))
    }

    private func refusal(
        _ path: String, _ line: Int, _ message: String
    ) -> Result<Parsons, Refusal> {
        let position = SourcePosition(file: path, line: line, column: 1)
        return .failure(Refusal(problems: [CourseProblem(position: position, message: message)]))
    }

    /// The file's lines without the empty ones at its end.
    private func fileLines(_ path: String) -> [String]? {
        guard var lines = tree.file(path)?.lines.map(String.init) else { return nil }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private func middle(
        of solution: [String], _ before: [String], _ after: [String]
    ) -> [String]? {
        let lines = Parsons.written(solution)
        guard lines.count > before.count + after.count,
            lines.prefix(before.count).elementsEqual(before),
            lines.suffix(after.count).elementsEqual(after)
        else { return nil }
        return Array(lines.dropFirst(before.count).dropLast(after.count))
    }

    private func isInSomeMutant(_ line: String, _ track: Track) -> Bool {
        let mutants = exercise.mutants.filter { $0.tracks.isEmpty || $0.tracks.contains(track) }
        return mutants.contains { mutant in
            fileLines(exercise.path(.mutant(mutant.id), track))?.contains(line) ?? false
        }
    }

    /// The lines in an order that is the same in every session, and not the solution's.
    private func shuffled(_ lines: [String], among extra: [String], _ track: Track) -> [String] {
        var generator = SplitMix64(seed: 0, purpose: "\(exercise.id), \(track.rawValue)")
        let keyed = (lines + extra).map { (line: $0, key: generator.next()) }
        let pool = keyed.sorted { $0.key < $1.key }.map(\.line)
        return pool.filter(lines.contains) == lines ? pool.reversed() : pool
    }
}
