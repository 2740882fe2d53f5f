/// One error of the Swift compiler's, with its place.
struct CompilerMessage: Equatable {
    var file: String
    /// From 1.
    var line: Int
    /// From 1.
    var column: Int
    /// The compiler's words, without the name of their group.
    var text: String
    /// The text of the line, as the compiler shows it.
    var source: String

    /// Reads the errors in what the compiler prints in LLVM's style:
    /// `FILE:LINE:COLUMN: error: TEXT`, the line, and a caret below it.
    ///
    /// Notes and warnings are left out; one error that is said twice is read once.
    static func errors(in output: String) -> [CompilerMessage] {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        var errors: [CompilerMessage] = []
        for (index, line) in lines.enumerated() {
            guard let match = line.firstMatch(of: /^(\/.*):(\d+):(\d+): error: (.*)$/),
                let number = Int(match.2), let column = Int(match.3)
            else { continue }
            let error = CompilerMessage(
                file: String(match.1), line: number, column: column, text: words(match.4),
                source: index + 1 < lines.count ? String(lines[index + 1]) : "")
            if !errors.contains(error) { errors.append(error) }
        }
        return errors
    }

    /// `… [#Group]` without the group.
    private static func words(_ text: Substring) -> String {
        String(text.replacing(/\ \[#\w+\]$/, with: ""))
    }
}
