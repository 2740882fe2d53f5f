/// Something in a course that is not as it must be, and where.
package struct CourseProblem: Sendable, Hashable, CustomStringConvertible {
    package var position: SourcePosition
    /// What is wrong, with the value seen, then the repair.
    package var message: String
    /// The line of the file at the position; nil when the problem is not in a line.
    package var excerpt: String?

    package init(position: SourcePosition, message: String, excerpt: String? = nil) {
        self.position = position
        self.message = message
        self.excerpt = excerpt
    }

    /// `file:line:column: message`, then the line with a mark below the column.
    package var description: String {
        guard let excerpt else { return "\(position): \(message)" }
        let number = String(position.line)
        let margin = String(repeating: " ", count: number.count)
        let indent = String(repeating: " ", count: position.column - 1)
        return """
            \(position): \(message)
              \(number) | \(excerpt)
              \(margin) | \(indent)^
            """
    }
}

/// Why a course cannot be used.
package enum CourseError: Error, Sendable, CustomStringConvertible {
    /// Everything that is wrong in the course, by file and line; never empty.
    case problems([CourseProblem])
    /// No course is where one was looked for.
    case notFound(lookedIn: [String])
    /// The folder that was named is no course: `lacks` is not in it.
    case notACourse(folder: String, lacks: [String])

    package var description: String {
        switch self {
        case .problems(let problems):
            let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
            return problems.map(\.description).joined(separator: "\n")
                + "\nThe course has \(count). Mend the lines above and try again."
        case .notFound(let folders):
            return "No course was found: none of these folders, nor one that they are in, holds "
                + "lessons/ and exercises/:\n"
                + folders.map { "  \($0)\n" }.joined()
                + "Name the course's folder with --course DIR."
        case .notACourse(let folder, let lacks):
            return "\(folder) is no course: it has no \(lacks.joined(separator: " and no ")). "
                + "Name a folder that holds lessons/ and exercises/ with --course DIR."
        }
    }
}
