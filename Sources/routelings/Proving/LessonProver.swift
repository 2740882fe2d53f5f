import Course
import Foundation
import Grading
import Hosting
import Tutor

/// Runs the worked examples of lessons and compares what they answer with what the lessons say.
struct LessonProver: Sendable {
    let bench: Bench

    /// What the transcripts of `lesson` say that is not so.
    ///
    /// With a `track`, only what is in that track.
    func problems(in lesson: Lesson, _ track: Track?) async throws -> [Prover.Problem] {
        var problems: [Prover.Problem] = []
        for block in lesson.blocks {
            guard case .example(let example) = block.content,
                track == nil || example.track == track
            else { continue }
            let transcripts = lesson.blocks.compactMap { block -> Lesson.Transcript? in
                guard case .transcript(let transcript) = block.content,
                    transcript.example == example.name, transcript.track == example.track
                else { return nil }
                return transcript
            }
            problems += try await self.problems(of: example, at: block.position, transcripts)
        }
        return problems
    }

    private func problems(
        of example: Lesson.Example, at position: SourcePosition,
        _ transcripts: [Lesson.Transcript]
    ) async throws -> [Prover.Problem] {
        let path = try bench.host.write(example.source, named: example.track.fileName)
        return try await bench.host.withApp(bench.app(at: path, example.track, upstream: nil)) {
            let subject = HostedSubject($0)
            if let failure = try await subject.startFailure() {
                // The source begins below the fence.
                let line = position.line + (failure.line ?? 0)
                return [Self.problem(position.file, line, example.track, failure.message)]
            }
            var problems: [Prover.Problem] = []
            for exchange in transcripts.flatMap(\.exchanges) {
                guard let (line, complaint) = try await complaint(about: exchange, subject) else {
                    continue
                }
                problems.append(Self.problem(position.file, line, example.track, complaint))
            }
            return problems
        }
    }

    private static func problem(
        _ file: String, _ line: Int, _ track: Track, _ message: String
    ) -> Prover.Problem {
        Prover.Problem(subject: "\(file):\(line) (\(track.rawValue))", message: message)
    }

    /// The line of the lesson that is not so, and what is so; nil when all of it is.
    private func complaint(
        about exchange: Lesson.Transcript.Exchange, _ subject: HostedSubject
    ) async throws -> (line: Int, message: String)? {
        let words = exchange.command.split(separator: " ", maxSplits: 1).map(String.init)
        let request: Request
        do {
            request = try RequestLine.parse(
                method: words[0], rest: words.count > 1 ? words[1] : "",
                readFile: { path in
                    throw RequestLine.Problem.unreadableFile(path, reason: "lessons send no files")
                })
        } catch let problem as RequestLine.Problem {
            return (exchange.line, "\(problem)")
        }
        let answer = try await HTTPClient(port: subject.port).send(request)
        return Self.complaint(about: exchange, answered: answer)
    }

    /// The line of a transcript that `answer` is not like, and how it is; nil when it is alike.
    static func complaint(
        about exchange: Lesson.Transcript.Exchange, answered answer: Answer
    ) -> (line: Int, message: String)? {
        let statusLine = exchange.line + 1
        if answer.status != exchange.status || answer.reason != exchange.reason {
            let said = "\(exchange.status) \(exchange.reason)"
            let actual = "\(answer.status) \(answer.reason)"
            let body = answer.status == exchange.status ? "" : ": \(answer.text)"
            return (statusLine, "the lesson says \(said), the app answers \(actual)\(body)")
        }
        for (index, header) in exchange.headers.enumerated()
        where answer.header(header.name) != header.value {
            return (
                statusLine + 1 + index,
                "the lesson says \(header.name): \(header.value), the app answers "
                    + "\(answer.header(header.name) ?? "no such header")"
            )
        }
        guard let body = exchange.body, !isSame(body, answer.text) else { return nil }
        return (
            statusLine + exchange.headers.count + 2,
            "the lesson says \(body), the app answers \(answer.text)"
        )
    }

    private static func isSame(_ written: String, _ answered: String) -> Bool {
        if let written = JSON(parsing: written), let answered = JSON(parsing: answered) {
            return written == answered
        }
        let blanks = CharacterSet.whitespacesAndNewlines
        return written.trimmingCharacters(in: blanks) == answered.trimmingCharacters(in: blanks)
    }
}

extension AppHost {
    /// Writes a file in a folder of its own, which goes with the host.
    ///
    /// - Returns: the file's path.
    func write(_ content: String, named name: String) throws -> String {
        let file = try makeFolder() + "/" + name
        try Data(content.utf8).write(to: URL(filePath: file))
        return file
    }
}

extension Lesson {
    /// Whether there is a worked example in `track`.
    func hasExamples(in track: Track) -> Bool {
        blocks.contains { block in
            if case .example(let example) = block.content { example.track == track } else { false }
        }
    }
}
