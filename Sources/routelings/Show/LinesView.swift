import Course
import Terminal

/// The numbered lines of a Parsons problem: those that are left, and those in the file.
struct LinesView {
    let parsons: Parsons
    let track: Track
    /// The numbers in the file, in its order; nil when it holds something else.
    let inFile: [Int]?
    let profile: TerminalProfile

    var text: StyledText {
        let placed = inFile ?? []
        let left = (1...parsons.pool.count).filter { !placed.contains($0) }
        let inPlace = placed.isEmpty ? [] : [heading("In your file, in this order")] + lines(placed)
        let rest =
            left.isEmpty
            ? [] : [heading(placed.isEmpty ? "The lines" : "Left over")] + lines(left)
        return (inPlace + rest + (inFile?.isEmpty == false ? [] : [hint])).joined(separator: "\n")
    }

    private func heading(_ text: String) -> StyledText { StyledText(text, .heading) }

    private func lines(_ numbers: [Int]) -> [StyledText] {
        let width = String(parsons.pool.count).count
        return numbers.map { number in
            let digits = String(number)
            let padding = String(repeating: " ", count: width - digits.count)
            let line = parsons.pool[number - 1]
            let indentation = line.prefix { $0 == " " }.count
            let code = SyntaxHighlighter.highlight(line, as: CodeLanguage(track))
            let head: StyledText = "  \("\(padding)\(digits)", .accent)  "
            if width + line.count + 4 <= profile.width { return head + code }
            return code.wrapped(
                to: profile.width, indent: head,
                hanging: StyledText(String(repeating: " ", count: width + indentation + 8)))
        }
    }

    private var hint: StyledText {
        let example = (1...min(3, parsons.pool.count)).reversed().map(String.init)
        let what =
            inFile == nil
            ? "Your file holds lines of its own; `arrange` starts afresh and keeps them beside it."
            : "Some lines may not belong. Type their numbers in order, as in"
                + " `arrange \(example.joined(separator: " "))`."
        return StyledText(what, .faint).wrapped(to: profile.width)
    }
}
