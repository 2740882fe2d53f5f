/// What must hold between the blocks of a lesson.
struct LessonRules {
    let lesson: Lesson

    /// Notes in `file` what does not hold.
    func check(_ file: SourceFile) {
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
