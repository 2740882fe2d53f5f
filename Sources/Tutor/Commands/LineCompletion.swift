import Course

/// What Tab can complete, for one state of a session.
package struct LineCompletion: Sendable {
    /// One way to finish the word under the cursor.
    package struct Candidate: Sendable, Hashable {
        /// The whole word.
        package var word: String
        /// One line of explanation; empty for none.
        package var explanation: String

        package init(word: String, explanation: String = "") {
            self.word = word
            self.explanation = explanation
        }
    }

    /// The exercises that can be opened, with their titles.
    package var exercises: [Candidate]
    package var lessons: [Candidate]
    /// Paths that the app routes, with their methods.
    package var paths: [Candidate]
    package var hasTrack: Bool

    package init(
        exercises: [Candidate] = [], lessons: [Candidate] = [], paths: [Candidate] = [],
        hasTrack: Bool = true
    ) {
        self.exercises = exercises
        self.lessons = lessons
        self.paths = paths
        self.hasTrack = hasTrack
    }

    /// The candidates for the last word of `line`, in the order in which they are shown.
    ///
    /// `files` gives the names in a folder, for items such as `photo@`; a folder's name ends in a
    /// slash.
    package func candidates(for line: String, files: (String) -> [String]) -> [Candidate] {
        let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        let isNewWord = line.last.map(\.isWhitespace) ?? true
        let typed = isNewWord ? "" : words.last ?? ""
        let position = isNewWord ? words.count : words.count - 1
        let all = position <= 0 ? commands : arguments(words, position, typed, files)
        return all.filter { $0.word.hasPrefix(typed) }
    }

    private var commands: [Candidate] {
        guard hasTrack else { return tracks }
        return CommandWord.allCases.map {
            Candidate(word: $0.rawValue, explanation: $0.summary.text)
        }
    }

    private var tracks: [Candidate] {
        Track.allCases.map { Candidate(word: $0.rawValue, explanation: $0.title) }
    }

    private func arguments(
        _ words: [String], _ position: Int, _ typed: String, _ files: (String) -> [String]
    ) -> [Candidate] {
        guard case .found(let command, _) = CommandTable.command(in: words[0]) else { return [] }
        if let place = place(ofPathIn: words, after: command) {
            if position == place { return paths(for: pathMethod(words, command)) }
            if position > place { return fileItems(typed, files) }
            return command == .burst && position == 2 ? methods : []
        }
        guard position == 1 else { return [] }
        return switch command {
        case .exercise: exercises
        case .lesson: lessons
        case .track: tracks
        case .help: commands
        case .solution, .reset: [Candidate(word: "yes")]
        default: []
        }
    }

    /// The position of a command's path among the words; nil for one that takes none.
    private func place(ofPathIn words: [String], after command: CommandWord) -> Int? {
        switch command {
        case _ where command.isMethod: 1
        case .ws: 1
        case .sse: words.count > 1 && Int(words[1]) != nil ? 2 : 1
        case .burst: 3
        default: nil
        }
    }

    private func pathMethod(_ words: [String], _ command: CommandWord) -> CommandWord {
        switch command {
        case .sse: .get
        case .burst: words.count > 2 ? CommandWord(rawValue: words[2].lowercased()) ?? .get : .get
        default: command
        }
    }

    private var methods: [Candidate] {
        commands.filter { CommandWord(rawValue: $0.word)?.isMethod ?? false }
    }

    private func paths(for command: CommandWord) -> [Candidate] {
        // A route for WebSockets has no methods.
        if command == .ws, paths.contains(where: { $0.explanation.isEmpty }) {
            return paths.filter { $0.explanation.isEmpty }
        }
        let method = command.rawValue.uppercased()
        let fitting = paths.filter { $0.explanation.contains(method) }
        return fitting.isEmpty ? paths : fitting
    }

    /// `name@fi` becomes `name@file`.
    private func fileItems(_ typed: String, _ files: (String) -> [String]) -> [Candidate] {
        guard let mark = typed.firstIndex(of: "@") else { return [] }
        let prefix = typed[...mark]
        let path = typed[typed.index(after: mark)...]
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        return files(String(folder)).sorted().map { Candidate(word: "\(prefix)\(folder)\($0)") }
    }
}

extension Session {
    /// What Tab can complete now, with the paths of the app that is up and the methods each takes.
    package func completion(routes: [(path: String, methods: String)]) -> LineCompletion {
        LineCompletion(
            exercises: offered.map { .init(word: $0.id, explanation: $0.title) },
            lessons: course.lessons.map {
                .init(word: $0.number.description, explanation: $0.title)
            },
            paths: routes.map { .init(word: $0.path, explanation: $0.methods) },
            hasTrack: track != nil)
    }
}
