package import Course

/// A lesson as it is read: parts that end where a question waits for an answer.
package struct LessonReading: Sendable {
    /// A stretch to show at once, with the question that ends it.
    package struct Part: Sendable {
        package var markdown: String
        package var question: Lesson.Question?
        /// What the question is about, for asking it away from the lesson: the listing whose answer
        /// is to be predicted, or the exchange in which something went wrong.
        package var evidence: String?
        /// The app that the reader saw last, in this part or before it.
        package var example: Lesson.Example?
    }

    package let parts: [Part]

    /// The parts that a reader in `reader` sees.
    ///
    /// Where the lesson has no app in that track, they are those of another one, and say so.
    package init(_ lesson: Lesson, track reader: Track) {
        let track = lesson.track(for: reader)
        var parts: [Part] = []
        var text = Self.opening(of: lesson)
        var shown: Lesson.Example?
        var transcribed: String?
        if track != reader {
            text.append("*This lesson has no \(reader.title) yet; it is shown in \(track.title).*")
        }
        for block in lesson.blocks where block.tracks.isEmpty || block.tracks.contains(track) {
            switch block.content {
            case .markdown(let markdown): text.append(markdown)
            case .example(let example) where example.track == track && !example.isHidden:
                shown = example
                text.append(Self.listing(of: example))
            case .transcript(let transcript) where transcript.track == track:
                let block = "```console\n\(transcript.text)\n```"
                transcribed = block
                text.append(block)
            case .question(let question):
                text.append(Self.markdown(of: question))
                let evidence: String? =
                    switch question.kind {
                    case .predict: shown.map(Self.listing)
                    case .diagnose: transcribed
                    case .recall: nil
                    }
                parts.append(
                    Part(
                        markdown: text.joined(separator: "\n\n"), question: question,
                        evidence: evidence, example: shown))
                text = []
            case .example, .transcript: break
            }
        }
        if !text.isEmpty {
            parts.append(Part(markdown: text.joined(separator: "\n\n"), example: shown))
        }
        self.parts = parts
    }

    /// The letter of a choice: `a`, `b`, ….
    static func letter(_ index: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index)))
    }

    private static func opening(of lesson: Lesson) -> [String] {
        let objectives = lesson.objectives.map { "- \($0)" }.joined(separator: "\n")
        return [
            "# \(lesson.number). \(lesson.title)", "After this lesson you can:\n\n\(objectives)",
        ]
    }

    private static func listing(of example: Lesson.Example) -> String {
        "```\(example.track.language)\n\(example.source)\n```"
    }

    static func markdown(of question: Lesson.Question) -> String {
        let mark =
            switch question.kind {
            case .predict: "Predict"
            case .recall: "Recall"
            case .diagnose: "Diagnose"
            }
        let choices = question.choices.enumerated()
            .map { "- **\(letter($0.offset))**  \($0.element.text)" }
        return "## \(mark)\n\n\(question.prompt)\n\n\(choices.joined(separator: "\n"))\n\n"
            + "*Answer with a letter;* `next` *leaves it for* `review`*.*"
    }
}

extension Lesson {
    /// The track whose apps a reader in `reader` is shown: that one, or the nearest that has any.
    ///
    /// FastAPI comes before Flask, as its handlers have types, and wait, as Swift's do. A lesson
    /// without apps is the same in all tracks.
    func track(for reader: Track) -> Track {
        let tracks = blocks.compactMap { block -> Track? in
            switch block.content {
            case .example(let example): example.track
            case .transcript(let transcript): transcript.track
            case .markdown, .question: nil
            }
        }
        return ([reader, .fastapi] + Track.allCases).first(where: tracks.contains) ?? reader
    }
}
