/// What must hold between the blocks of a lesson.
struct LessonRules {
    let lesson: Lesson

    /// Notes in `file` what does not hold.
    func check(_ file: SourceFile) {
        checkNames(file)
        checkPredictions(file)
    }

    /// What was predicted is shown: before the next question a transcript has the answer, in every
    /// track that has apps.
    private func checkPredictions(_ file: SourceFile) {
        for (index, block) in lesson.blocks.enumerated() {
            guard case .question(let question) = block.content, question.kind == .predict else {
                continue
            }
            let shown = lesson.blocks[(index + 1)...].prefix { block in
                if case .question = block.content { false } else { true }
            }
            let answered = Set(shown.compactMap(\.transcript?.track))
            let missing = tracks(of: block).filter { !answered.contains($0) }
            guard !missing.isEmpty || answered.isEmpty else { continue }
            let names = missing.map(\.rawValue).joined(separator: ", ")
            file.report(
                "the prediction \"\(question.id)\" is not shown to be so"
                    + (names.isEmpty ? "" : " in \(names)")
                    + ": write a transcript below it, before the next question",
                at: block.position)
        }
    }

    /// The tracks with apps in which a reader sees `block`.
    private func tracks(of block: Lesson.Block) -> [Track] {
        let all = Set(lesson.blocks.compactMap(\.transcript?.track))
        return Track.allCases.filter {
            all.contains($0) && (block.tracks.isEmpty || block.tracks.contains($0))
        }
    }

    /// No name twice, and no transcript of an app that is not there.
    private func checkNames(_ file: SourceFile) {
        var examples: Set<[String]> = []
        var questions: Set<String> = []
        for block in lesson.blocks {
            switch block.content {
            case .example(let example):
                if !examples.insert([example.name, example.track.rawValue]).inserted {
                    file.report(
                        "the app \"\(example.name)\" exists in \(example.track.rawValue) already: "
                            + "choose another name", at: block.position)
                }
            case .question(let question):
                if !questions.insert(question.id).inserted {
                    file.report(
                        "the question \"\(question.id)\" exists already: choose another id",
                        at: block.position)
                }
            case .markdown, .transcript: break
            }
        }
        for block in lesson.blocks {
            guard case .transcript(let transcript) = block.content,
                !examples.contains([transcript.example, transcript.track.rawValue])
            else { continue }
            let names = examples.filter { $0[1] == transcript.track.rawValue }.map { $0[0] }
            let question = Suggestion.question(transcript.example, among: names.sorted())
            file.report(
                "no app of this lesson is called \"\(transcript.example)\" in "
                    + transcript.track.rawValue
                    + (question.isEmpty ? ": add one, in ```python" : question),
                at: block.position)
        }
    }
}

extension Lesson.Block {
    fileprivate var transcript: Lesson.Transcript? {
        if case .transcript(let transcript) = content { transcript } else { nil }
    }
}
