/// A place in a file of the course, for errors that name `file:line:column`.
package struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
    /// Path relative to the course's folder.
    package var file: String
    /// Line, from 1.
    package var line: Int
    /// Column, from 1.
    package var column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    package var description: String { "\(file):\(line):\(column)" }
}
