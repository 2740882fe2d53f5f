import Foundation

/// Turns what the Swift compiler says of a learner's file into a start failure.
enum SwiftDiagnosis {
    private static let signature = "`func addRoutes(to router: Router<AppContext>)`"

    /// The file is not there.
    static func missing(file: String) -> StartFailure {
        StartFailure(
            kind: .fileMissing,
            message: "There is no file \(file). Save it there, or name another one.", log: "")
    }

    /// Describes a compile that failed.
    ///
    /// - Parameters:
    ///   - end: how the job that failed ended.
    ///   - file: the learner's file.
    ///   - start: our own file beside it.
    /// - Returns: the text and the place.
    /// - Throws: `SwiftKitError.damaged` when the file is not to blame.
    static func failure(of end: ProgramEnd, file: String, start: String) throws -> StartFailure {
        let all = CompilerMessage.errors(in: end.output)
        let own = all.filter { $0.file == file }
        if let broken = own.first(where: isAboutTheKit) {
            throw SwiftKitError.damaged(output: broken.text + ".")
        }
        // Of several errors the one that can be explained comes first: the others often follow.
        let explained = own.first { SwiftCompilerHelp.text(for: $0.text) != nil }
        if let first = explained ?? own.first {
            return failure(first, others: own.filter { $0 != first }, file, end.output)
        }
        if let ours = all.first(where: { $0.file == start }) {
            return misplaced(ours, file, end.output)
        }
        if end.isKilled || !end.output.contains("error:") {
            let last = end.output.split(separator: "\n").last.map(String.init) ?? "it said nothing."
            return StartFailure(
                kind: .compile,
                message: "The compiler did not come to an end with this file: \(last)\n"
                    + "Take out what you added last, and add it piece by piece.", log: end.output)
        }
        if let symbol = UndefinedSymbol(linkerOutput: end.output, file: file) {
            return StartFailure(
                kind: .compile, message: symbol.message, location: symbol.location, log: end.output)
        }
        let errors = end.output.split(separator: "\n").filter { $0.contains("error:") }
        throw SwiftKitError.damaged(output: errors.first.map(String.init) ?? "")
    }

    private static func failure(
        _ first: CompilerMessage, others: [CompilerMessage], _ file: String, _ output: String
    ) -> StartFailure {
        let place = "Line \(first.line), column \(first.column): "
        let more = others.prefix(2).map { "\nLine \($0.line): \($0.text)." }.joined()
        let help = SwiftCompilerHelp.text(for: first.text)
        return StartFailure(
            kind: first.text.hasPrefix("no such module") ? .moduleNotFound : .compile,
            message: place
                + (help.map { "\($0)\nThe compiler: \(first.text)." } ?? "\(first.text).")
                + (help == nil ? more : ""),
            location: SourceLocation(
                file: file, line: first.line, column: first.column,
                source: first.source.trimmingCharacters(in: .whitespaces)),
            log: theLearners(output, file))
    }

    /// Our own file does not fit the learner's: `addRoutes` is missing, or is another function.
    private static func misplaced(
        _ message: CompilerMessage, _ file: String, _ output: String
    ) -> StartFailure {
        let isMissing = message.text == "cannot find 'addRoutes' in scope"
        let detail = isMissing ? "" : " The compiler: \(message.text)."
        let what = isMissing ? "has no function `addRoutes`" : "has another `addRoutes`"
        // The line of the function, where there is one.
        let text = FileManager.default.contents(atPath: file).map {
            String(decoding: $0, as: UTF8.self)
        }
        let lines = text?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        let index = lines.firstIndex { $0.contains("func addRoute") }
        return StartFailure(
            kind: .noApp,
            message: "The file \(what): routes are added in \(signature).\(detail)",
            location: index.map {
                SourceLocation(
                    file: file, line: $0 + 1, source: lines[$0].trimmingCharacters(in: .whitespaces)
                )
            },
            log: "")
    }

    /// Errors that are told at an `import`, and come from what is imported.
    private static func isAboutTheKit(_ message: CompilerMessage) -> Bool {
        guard message.source.contains("import ") else { return false }
        let signs = [
            "no such module 'Hummingbird'", "no such module 'RoutelingsKit'",
            "missing required module", "malformed", "could not build", "is defined in both",
            "cannot load", "unable to load", "was created by", "compiled with Swift",
        ]
        return signs.contains { message.text.contains($0) }
    }

    /// What was said of the learner's own lines.
    private static func theLearners(_ output: String, _ file: String) -> String {
        var isOwn = false
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.contains(/^\/.*:\d+:\d+: \w+:/) { isOwn = line.hasPrefix(file + ":") }
            return isOwn
        }
        return lines.joined(separator: "\n").replacing(
            file, with: URL(fileURLWithPath: file).lastPathComponent)
    }
}
