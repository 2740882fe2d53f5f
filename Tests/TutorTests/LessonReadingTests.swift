import Course
import Testing

@testable import Tutor

@Suite struct LessonReadingTests {
    private static let position = SourcePosition(file: "x", line: 1, column: 1)

    /// A lesson with an app in each of `tracks`, and a paragraph for readers of each.
    private func lesson(_ tracks: [Track]) -> Lesson {
        let apps = tracks.map { track in
            Lesson.Block(
                content: .example(.init(name: "a", track: track, source: "app of \(track)")),
                tracks: [track], position: Self.position)
        }
        let words = Track.allCases.map { track in
            Lesson.Block(
                content: .markdown("words for \(track)"), tracks: [track], position: Self.position)
        }
        return Lesson(
            number: 1, id: "01-first", title: "First", objectives: ["see"], blocks: apps + words,
            file: "lessons/01-first.md")
    }

    private func text(_ lesson: Lesson, _ track: Track) -> String {
        LessonReading(lesson, track: track).parts.map(\.markdown).joined(separator: "\n")
    }

    @Test(arguments: Track.allCases)
    func showsAReaderTheAppsOfTheirTrack(track: Track) {
        let text = text(lesson(Track.allCases), track)
        #expect(text.contains("app of \(track)"))
        #expect(text.contains("words for \(track)"))
        #expect(!text.contains("it is shown in"))
    }

    @Test func showsAnotherTrackWhereThereIsNoAppAndSaysSo() {
        let text = text(lesson([.flask, .fastapi]), .swift)
        #expect(text.contains("This lesson has no Swift yet; it is shown in FastAPI."))
        #expect(text.contains("app of fastapi"))
        #expect(text.contains("words for fastapi"))
        #expect(!text.contains("words for swift"))
    }

    @Test func showsTheOnlyTrackThatHasAnApp() {
        #expect(text(lesson([.flask]), .swift).contains("app of flask"))
    }

    @Test func aLessonWithoutAppsIsForAll() {
        let text = text(lesson([]), .swift)
        #expect(text.contains("words for swift"))
        #expect(!text.contains("it is shown in"))
    }

    /// A lesson whose reader sees a listing, an exchange with it, and a question of `kind`.
    private func evidence(_ kind: Lesson.Question.Kind) -> String? {
        let question = Lesson.Question(
            id: "q", kind: kind, prompt: "What?", choices: [.init(text: "that", isRight: true)],
            explanation: "So.")
        let contents: [Lesson.Content] = [
            .markdown("the answer, in passing"),
            .example(.init(name: "a", track: .flask, source: "the listing")),
            .transcript(
                .init(example: "a", track: .flask, exchanges: [], text: "› get /\nthe exchange")),
            .transcript(
                .init(example: "a", track: .fastapi, exchanges: [], text: "of another track")),
            .question(question),
        ]
        let lesson = Lesson(
            number: 1, id: "01-first", title: "First", objectives: ["see"],
            blocks: contents.map { .init(content: $0, position: Self.position) },
            file: "lessons/01-first.md")
        return LessonReading(lesson, track: .flask).parts.first?.evidence
    }

    @Test func aQuestionKnowsWhatItIsAbout() {
        #expect(evidence(.predict) == "```python\nthe listing\n```")
        #expect(evidence(.diagnose) == "```console\n› get /\nthe exchange\n```")
        #expect(evidence(.recall) == nil)
    }
}
