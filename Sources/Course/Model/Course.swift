/// Lessons and exercises, read from one folder.
package struct Course: Sendable {
    /// The folder, as an absolute path.
    package var root: String
    /// In the order of their numbers.
    package var lessons: [Lesson]
    /// By unit, then by place.
    package var exercises: [Exercise]

    package init(root: String, lessons: [Lesson], exercises: [Exercise]) {
        self.root = root
        self.lessons = lessons
        self.exercises = exercises
    }

    /// The exercise called `id`, or nil.
    package func exercise(_ id: String) -> Exercise? {
        exercises.first { $0.id == id }
    }

    /// The lesson of unit `number`, or nil.
    package func lesson(_ number: UnitNumber) -> Lesson? {
        lessons.first { $0.number == number }
    }
}
