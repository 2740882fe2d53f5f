extension Course {
    /// Reads and validates the course in the folder `root`.
    ///
    /// With the id of an `exercise`, what is wrong in other exercises and in lessons does not matter.
    ///
    /// - Throws: `CourseError` with everything that is wrong, not only the first.
    package static func read(from root: String, for exercise: String? = nil) throws -> Course {
        var (course, problems) = try reading(from: root)
        if let exercise { problems = problems.filter { $0.concerns(exercise) } }
        guard problems.isEmpty else { throw CourseError.problems(problems) }
        return course
    }

    /// Reads what can be read of the course in `root`, and says everything that is wrong in it.
    ///
    /// The problems are sorted by file and line. An exercise or lesson with problems may be in the
    /// course with gaps, or be left out.
    ///
    /// - Throws: `CourseError.notACourse` when the folder has no lessons/ or no exercises/.
    package static func reading(
        from root: String
    ) throws -> (course: Course, problems: [CourseProblem]) {
        let tree = CourseTree(root: root)
        let lacks = ["lessons", "exercises"].filter { !tree.isFolder($0) }.map { "\($0)/" }
        guard lacks.isEmpty else { throw CourseError.notACourse(folder: root, lacks: lacks) }
        var reader = CourseReader(tree: tree)
        return (reader.read(), reader.problems.sorted { $0.position < $1.position })
    }

    /// Everything that is wrong with the course's files, sorted by file and line; empty when fine.
    ///
    /// Where a file cannot be understood, pointers are not looked at.
    ///
    /// This reads and compares; it runs no app, so it cannot say whether a solution passes.
    ///
    /// - Throws: `CourseError.notACourse` when the folder has no lessons/ or no exercises/.
    package static func problems(in root: String) throws -> [CourseProblem] {
        let (course, problems) = try reading(from: root)
        return problems.isEmpty ? course.misplacedPointers() : problems
    }
}

extension CourseProblem {
    /// Whether it is in the folder of the exercise called `id`.
    fileprivate func concerns(_ id: String) -> Bool {
        let parts = position.file.split(separator: "/")
        return parts.count > 2 && parts[0] == "exercises" && parts[2] == id
    }
}

extension SourcePosition: Comparable {
    package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

/// Reads all lessons and exercises of a course.
struct CourseReader {
    let tree: CourseTree
    private(set) var problems: [CourseProblem] = []

    init(tree: CourseTree) {
        self.tree = tree
    }

    mutating func read() -> Course {
        let lessons = readLessons()
        let exercises = readExercises()
        checkUnique(exercises)
        return Course(root: tree.root, lessons: lessons, exercises: exercises)
    }

    private mutating func readLessons() -> [Lesson] {
        var lessons: [Lesson] = []
        for name in tree.names(in: "lessons") {
            let path = "lessons/\(name)"
            guard name.hasSuffix(".md"), let (number, _) = name.dropLast(3).numberAndName,
                let file = tree.file(path)
            else {
                report(path, "a lesson is a text file called NN-name.md: rename or delete this")
                continue
            }
            if let other = lessons.first(where: { $0.number == number }) {
                report(path, "\(other.file) has the number \(number) already: choose another")
            }
            let id = String(name.dropLast(3))
            LessonReader.read(file, number: number, id: id).map { lessons.append($0) }
            problems += file.problems
        }
        return lessons.sorted { $0.number < $1.number }
    }

    private mutating func readExercises() -> [Exercise] {
        var exercises: [Exercise] = []
        for unit in tree.names(in: "exercises") where unit != "kit" {
            let path = "exercises/\(unit)"
            guard tree.isFolder(path), let (number, _) = unit.numberAndName else {
                report(path, "a unit is a folder called NN-name: rename or delete this")
                continue
            }
            for name in tree.names(in: path) {
                guard tree.isFolder("\(path)/\(name)") else {
                    report("\(path)/\(name)", "this file belongs to no exercise: delete it")
                    continue
                }
                let reader = ExerciseReader(tree: tree, folder: "\(path)/\(name)", unit: number)
                let (exercise, found) = reader.read()
                problems += found
                exercise.map { exercises.append($0) }
            }
        }
        return exercises.sorted { ($0.unit, $0.place, $0.id) < ($1.unit, $1.place, $1.id) }
    }

    private mutating func checkUnique(_ exercises: [Exercise]) {
        var byID: [String: Exercise] = [:]
        var byPlace: [String: Exercise] = [:]
        // Who took another one's id, as copies do, is told of it, not the other one.
        let (copies, own) = exercises.reduce(into: ([Exercise](), [Exercise]())) {
            if $1.folder.hasSuffix("/\($1.id)") { $0.1.append($1) } else { $0.0.append($1) }
        }
        for exercise in own + copies {
            if let other = byID.updateValue(exercise, forKey: exercise.id) {
                report(
                    exercise, "the id \(exercise.id) is taken by \(other.folder): choose another")
            }
            let place = "\(exercise.unit).\(exercise.place)"
            if let other = byPlace.updateValue(exercise, forKey: place) {
                report(
                    exercise,
                    "the place \(exercise.place) is taken by \(other.id): choose another number")
            }
        }
    }

    private mutating func report(_ path: String, _ message: String) {
        problems.append(tree.problem(path, message))
    }

    private mutating func report(_ exercise: Exercise, _ message: String) {
        problems.append(CourseProblem(position: exercise.position, message: message))
    }
}
