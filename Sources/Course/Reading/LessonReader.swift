/// Reads one lesson: front matter, then Markdown with examples, transcripts and questions.
struct LessonReader {
    private let file: SourceFile
    private var line = 0
    private var blocks: [Lesson.Block] = []
    private var markdown = MarkdownLines()
    /// The part for some tracks only that is open, and its first line.
    private var part: (tracks: [Track], line: Int)?

    private init(file: SourceFile) {
        self.file = file
    }

    static let keys = ["title", "objectives"]

    /// The lesson, or nil when it has no front matter; what is wrong is noted in `file`.
    static func read(_ file: SourceFile, number: UnitNumber, id: String) -> Lesson? {
        var reader = LessonReader(file: file)
        guard let front = reader.frontMatter() else { return nil }
        reader.readBlocks()
        let lesson = Lesson(
            number: number, id: id, title: front.title, objectives: front.objectives,
            blocks: reader.blocks, file: file.path)
        LessonRules(lesson: lesson).check(file)
        return lesson
    }

    private mutating func frontMatter() -> (title: String, objectives: [String])? {
        let what = "a lesson begins with its title and objectives between two lines of ---"
        guard file.lines.first == "---",
            let end = file.lines.dropFirst().firstIndex(of: "---")
        else {
            file.report(what, line: 1)
            return nil
        }
        line = end + 1
        let text = file.lines[1..<end].joined(separator: "\n") + "\n"
        guard
            let fields = file.yaml(text, firstLine: 2)?
                .fields("the front matter", known: Self.keys, required: Self.keys)
        else { return nil }
        let objectives = fields["objectives"]?.list("a list of objectives") ?? []
        if let value = fields["objectives"], value.isList, objectives.isEmpty {
            value.report("expected at least one objective, found an empty list")
        }
        return (
            fields["title"]?.text("a title") ?? "",
            objectives.compactMap { $0.text("what a learner can do afterwards") }
        )
    }

    private mutating func readBlocks() {
        while line < file.lines.count {
            let text = file.lines[line]
            if let fence = CodeFence(text) {
                readFence(fence)
            } else if let words = text.directiveWords {
                readDirective(words)
            } else {
                markdown.append(text, line: line + 1)
                line += 1
            }
        }
        finishMarkdown()
        if let part { file.report("this part is never closed: end it with :::", line: part.line) }
    }

    private mutating func finishMarkdown() {
        if let (text, line) = markdown.take() { append(.markdown(text), line: line) }
    }

    private mutating func append(_ content: Lesson.Content, tracks: [Track]? = nil, line: Int) {
        blocks.append(
            Lesson.Block(
                content: content, tracks: tracks ?? part?.tracks ?? [],
                position: SourcePosition(file: file.path, line: line, column: 1)))
    }

    // MARK: Directives

    private mutating func readDirective(_ words: [Substring]) {
        finishMarkdown()
        let number = line + 1
        line += 1
        guard let first = words.first else {
            if part == nil { file.report("nothing is open here: take this line out", line: number) }
            part = nil
            return
        }
        if let kind = Lesson.Question.Kind(rawValue: String(first)) {
            readQuestion(kind, id: words.dropFirst().map(String.init), line: number)
            return
        }
        if let part {
            file.report(
                "the part from line \(part.line) is still open: end it with ::: first",
                line: number)
        }
        part = (words.compactMap { track($0, line: number) }, number)
    }

    private func track(_ word: Substring, line: Int) -> Track? {
        if let track = Track(rawValue: String(word)) { return track }
        let known =
            Track.allCases.map(\.rawValue) + Lesson.Question.Kind.allCases.map(\.rawValue)
        let question = Suggestion.question(String(word), among: known)
        file.report(
            "unknown word \"\(word)\" after :::"
                + (question.isEmpty ? "; known are: \(known.joined(separator: ", "))" : question),
            line: line)
        return nil
    }

    private mutating func readQuestion(
        _ kind: Lesson.Question.Kind, id: [String], line first: Int
    ) {
        var fence = FenceState()
        var body: [Substring] = []
        while line < file.lines.count {
            let text = file.lines[line]
            fence.read(text)
            if !fence.isInside, let words = text.directiveWords {
                guard words.isEmpty else { break }
                line += 1
                let question = QuestionReader(file: file, firstLine: first)
                    .question(kind, id: id, body)
                if let question { append(.question(question), line: first) }
                return
            }
            body.append(text)
            line += 1
        }
        file.report("this question is never closed: end it with :::", line: first)
    }

    // MARK: Fences

    private mutating func readFence(_ fence: CodeFence) {
        let number = line + 1
        let rest = file.lines[(line + 1)...]
        guard let end = rest.firstIndex(where: fence.isClosed) else {
            file.report("this code is never closed: end it with \(fence.mark)", line: number)
            line = file.lines.count
            return
        }
        let body = file.lines[(line + 1)..<end]
        line = end + 1
        guard let name = fence.app else {
            for (offset, text) in file.lines[(number - 1)...end].enumerated() {
                markdown.append(text, line: number + offset)
            }
            return
        }
        finishMarkdown()
        let tracks = tracks(of: fence, line: number)
        for track in tracks {
            append(
                fence.language == "console"
                    ? .transcript(transcript(name, track, body, line: number))
                    : .example(
                        .init(
                            name: name, track: track, source: source(body),
                            isHidden: fence.isHidden)),
                tracks: [track], line: number)
        }
        let languages = Set(tracks.map(\.language))
        if fence.language != "console", !languages.isEmpty, languages != [fence.language] {
            let named = languages.sorted().joined(separator: " or ")
            file.report(
                "an app is in a block of \(named), and its transcript in "
                    + "one of console; this is \"\(fence.language)\"", line: number)
        }
        if fence.language == "console", fence.isHidden {
            file.report("only an app may be hidden: a transcript is there to be read", line: number)
        }
        if !name.isIdentifier {
            file.report(
                "\"\(name)\" is no name for an app: use small letters, digits, -", line: number)
        }
    }

    private func tracks(of fence: CodeFence, line: Int) -> [Track] {
        let own = fence.words.compactMap { file.track($0[...], line: line, or: ["hidden"]) }
        if let part, !part.tracks.isEmpty, !own.isEmpty, !Set(own).isSubset(of: part.tracks) {
            file.report(
                "this part is for \(part.tracks.map(\.rawValue).joined(separator: ", ")) only: "
                    + "move the block out of it", line: line)
        }
        let tracks = own.isEmpty ? part?.tracks ?? [] : own
        if tracks.isEmpty, fence.words.isEmpty {
            file.report("the block says no track: write one before app=", line: line)
        }
        return tracks
    }

    private func source(_ body: ArraySlice<Substring>) -> String {
        body.joined(separator: "\n") + "\n"
    }

    private func transcript(
        _ name: String, _ track: Track, _ body: ArraySlice<Substring>, line: Int
    ) -> Lesson.Transcript {
        Lesson.Transcript(
            example: name, track: track,
            exchanges: TranscriptReader(file: file, firstLine: line + 1).exchanges(Array(body)),
            text: body.joined(separator: "\n"))
    }
}
