/// Reads the inside of a question: a prompt, choices as task list items, an explanation as a quote.
struct QuestionReader {
    let file: SourceFile
    /// The line of `::: predict` or `::: recall`, from 1.
    let firstLine: Int

    func question(
        _ kind: Lesson.Question.Kind, id words: [String], _ lines: [Substring]
    ) -> Lesson.Question? {
        var prompt: [Substring] = []
        var choices: [Lesson.Question.Choice] = []
        var explanation: [Substring] = []
        for (index, line) in lines.enumerated() {
            let isBlank = line.allSatisfy(\.isWhitespace)
            if explanation.isEmpty, let choice = choice(line) {
                choices.append(choice)
            } else if !choices.isEmpty, line.hasPrefix(">") {
                explanation.append(line.dropFirst(line.hasPrefix("> ") ? 2 : 1))
            } else if choices.isEmpty {
                prompt.append(line)
            } else if explanation.isEmpty, line.first?.isWhitespace == true, !isBlank {
                let more = line.withoutBlankEnds
                choices[choices.count - 1].text += " " + more
            } else if !isBlank {
                report(
                    "expected a choice (- [ ] or - [x]) or the explanation (> …), found other text",
                    line: firstLine + index + 1)
            }
        }
        return question(
            kind, words, prompt.joinedWithoutBlankEnds, choices,
            explanation.joinedWithoutBlankEnds)
    }

    private func question(
        _ kind: Lesson.Question.Kind, _ words: [String], _ prompt: String,
        _ choices: [Lesson.Question.Choice], _ explanation: String
    ) -> Lesson.Question? {
        guard words.count == 1, words[0].isIdentifier else {
            report("a question has one id after its kind, as in \"::: recall status-codes\"")
            return nil
        }
        if prompt.isEmpty { report("the question asks nothing: write it above the choices") }
        if !(2...26).contains(choices.count) {
            report("expected 2 to 26 choices (- [ ] …), found \(choices.count)")
        }
        let right = choices.count(where: \.isRight)
        if right != 1 { report("expected one right choice (- [x] …), found \(right)") }
        if explanation.isEmpty {
            report("the explanation is missing: write it as a quote (> …) below the choices")
        }
        return Lesson.Question(
            id: words[0], kind: kind, prompt: prompt, choices: choices, explanation: explanation)
    }

    private func choice(_ line: Substring) -> Lesson.Question.Choice? {
        for (mark, isRight) in [("- [ ] ", false), ("- [x] ", true), ("- [X] ", true)]
        where line.hasPrefix(mark) {
            let text = line.dropFirst(mark.count).withoutBlankEnds
            return Lesson.Question.Choice(text: String(text), isRight: isRight)
        }
        return nil
    }

    private func report(_ message: String, line: Int? = nil) {
        file.report(message, line: line ?? firstLine)
    }
}
