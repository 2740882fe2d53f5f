import Yams

/// One text file of a course while it is read, with what was found wrong in it.
final class SourceFile {
    /// Relative to the course's folder.
    let path: String
    /// The text with line feeds only, whatever the file has, and without a byte order mark.
    let text: String
    /// The lines without their line feeds.
    private(set) lazy var lines = text.utf8
        .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .map { Substring($0) }
    private(set) var problems: [CourseProblem] = []

    /// Takes a file's bytes; nil when they are no UTF-8.
    init?(path: String, bytes: some Collection<UInt8>) {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let content = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
        // A carriage return has no place in a course's text but before a line feed.
        let unified =
            content.contains(UInt8(ascii: "\r"))
            ? content.filter { $0 != UInt8(ascii: "\r") } : Array(content)
        guard let text = String(validating: unified, as: UTF8.self) else { return nil }
        self.path = path
        self.text = text
    }

    /// Notes that something is wrong at a line and column, both from 1.
    func report(_ message: String, line: Int, column: Int = 1) {
        report(message, at: SourcePosition(file: path, line: line, column: column))
    }

    /// Notes that something is wrong at `position` of this file.
    func report(_ message: String, at position: SourcePosition) {
        let excerpt = lines.indices.contains(position.line - 1) ? lines[position.line - 1] : nil
        let problem = CourseProblem(
            position: position, message: message, excerpt: excerpt.map(String.init))
        // Two readers may look at one value, and an alias is read at each of its places.
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// The file's one YAML document, or nil after noting why there is none.
    func yaml() -> YAMLValue? {
        yaml(text, firstLine: 1)
    }

    /// A part of the file as YAML, whose first line is the file's line `firstLine`.
    func yaml(_ text: String, firstLine: Int) -> YAMLValue? {
        do {
            guard let node = try Yams.compose(yaml: text, .basic) else {
                report("nothing is in here: fill it in, or delete it", line: firstLine)
                return nil
            }
            return YAMLValue(node: node, file: self, lineOffset: firstLine - 1)
        } catch let error as YamlError {
            let (message, line, column) = error.messageAndPlace
            report(message, line: line + firstLine - 1, column: column)
        } catch {
            report("this is not YAML: \(error)", line: firstLine)
        }
        return nil
    }
}

extension YamlError {
    /// What most often is behind the words of the YAML parser.
    private static let repairs = [
        "cannot start any token": "; a tab, perhaps: indent with blanks",
        "a tab character": ": indent with blanks",
        "mapping values are not allowed":
            ": put a text that has a colon in it into quotes, or mend how far this line is indented",
        "did not find expected '-'": ": look at how far this line is indented",
        "did not find expected ','":
            ": put a text with ${…}, a comma or a bracket in it into quotes",
        "did not find expected key":
            ": look above for a quote that is not closed, and at how far this line is indented",
    ]

    fileprivate var messageAndPlace: (message: String, line: Int, column: Int) {
        switch self {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let about = context.map { $0.text + ", " } ?? ""
            let repair = Self.repairs.first { problem.contains($0.key) }?.value ?? ""
            return ("this is not YAML: \(about)\(problem)\(repair)", mark.line, mark.column)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
            let message = "\(names) stands more than once in one mapping: keep one"
            return (message, context.mark.line, context.mark.column)
        default:
            return ("this is not YAML: \(self)", 1, 1)
        }
    }
}
