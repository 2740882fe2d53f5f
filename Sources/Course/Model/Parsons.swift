/// The lines of a Parsons problem: all of a solution, out of order, among some that do not belong.
///
/// Source of the form: Parsons and Haden, "Parson's Programming Puzzles", 2006.
package struct Parsons: Sendable, Hashable {
    /// What stands above the arranged lines, as it is in the starter.
    package var before: [String]
    /// The line of the starter whose place the arranged lines take.
    package var hole: String
    /// What stands below them.
    package var after: [String]
    /// The lines to choose from, with their indentation, in the order in which they are shown.
    package var pool: [String]

    package init(before: [String], hole: String, after: [String], pool: [String]) {
        self.before = before
        self.hole = hole
        self.after = after
        self.pool = pool
    }

    /// The file with the lines of the pool that `numbers` names, from 1, in that order.
    ///
    /// A definition at the left edge is set off by two empty lines, as PEP 8 asks. A number that is
    /// no line's is left out.
    package func assembled(_ numbers: [Int]) -> String {
        let lines = numbers.filter { (1...pool.count).contains($0) }.map { pool[$0 - 1] }
        var text = before
        for line in lines.isEmpty ? [hole] : lines {
            if Self.beginsDefinition(line, after: text.last) {
                while text.last?.isEmpty == true { text.removeLast() }
                text += ["", ""]
            }
            text.append(line)
        }
        return (text + after).joined(separator: "\n") + "\n"
    }

    private static func beginsDefinition(_ line: String, after last: String?) -> Bool {
        guard let last, !last.hasPrefix("@"), !last.hasPrefix("#") else { return false }
        return ["@", "def ", "async def ", "class "].contains { line.hasPrefix($0) }
    }

    /// The numbers of the lines that `text` was put together from.
    ///
    /// - Returns: nil when something else was written into it, which is somebody's own work.
    package func arrangement(in text: String) -> [Int]? {
        let lines = Self.written(text.split(separator: "\n").map(String.init))
        let (head, tail) = (Self.written(before), Self.written(after))
        guard lines.count >= head.count + tail.count, lines.prefix(head.count).elementsEqual(head),
            lines.suffix(tail.count).elementsEqual(tail)
        else { return nil }
        let middle = lines.dropFirst(head.count).dropLast(tail.count)
        return middle.elementsEqual([hole]) ? [] : numbers(of: middle)
    }

    /// Each line's number; of lines that are alike, each is taken once.
    private func numbers(of lines: some Sequence<String>) -> [Int]? {
        var left = pool.map(Optional.some)
        var numbers: [Int] = []
        for line in lines {
            guard let index = left.firstIndex(of: line) else { return nil }
            left[index] = nil
            numbers.append(index + 1)
        }
        return numbers
    }

    static func written(_ lines: [String]) -> [String] {
        lines.filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
