import Course
import Foundation
import Grading
import Hosting
import Tutor

/// Runs the worked examples of lessons and compares what they answer with what the lessons say.
struct LessonProver: Sendable {
    let bench: Bench

    /// What the transcripts of `lesson` say that is not so.
    func problems(in lesson: Lesson) async throws -> [Prover.Problem] {
        var problems: [Prover.Problem] = []
        for case .example(let example) in lesson.blocks.map(\.content) {
            let transcripts = lesson.blocks.compactMap {
                block -> (Lesson.Transcript, SourcePosition)? in
                guard case .transcript(let transcript) = block.content,
                    transcript.example == example.name, transcript.track == example.track
                else { return nil }
                return (transcript, block.position)
            }
            problems += try await self.problems(of: example, transcripts)
        }
        return problems
    }

    private func problems(
        of example: Lesson.Example, _ transcripts: [(Lesson.Transcript, SourcePosition)]
    ) async throws -> [Prover.Problem] {
        let path = try bench.host.write(example.source, named: example.track.fileName)
        return try await bench.host.withApp(bench.app(at: path, example.track, upstream: nil)) {
            let subject = HostedSubject($0)
            if let failure = await subject.startFailure() {
                let name = "example \(example.name), \(example.track.rawValue)"
                return [Prover.Problem(subject: name, message: failure.message)]
            }
            var problems: [Prover.Problem] = []
            for (transcript, position) in transcripts {
                for exchange in transcript.exchanges {
                    guard let complaint = try await complaint(about: exchange, subject) else {
                        continue
                    }
                    let subject = "\(position) (\(example.track.rawValue), \(exchange.command))"
                    problems.append(Prover.Problem(subject: subject, message: complaint))
                }
            }
            return problems
        }
    }

    private func complaint(
        about exchange: Lesson.Transcript.Exchange, _ subject: HostedSubject
    ) async throws -> String? {
        let words = exchange.command.split(separator: " ", maxSplits: 1).map(String.init)
        let request = try RequestLine.parse(
            method: words[0], rest: words.count > 1 ? words[1] : "",
            readFile: { path in
                throw RequestLine.Problem.unreadableFile(path, reason: "lessons send no files")
            })
        let answer = try await HTTPClient(port: subject.port).send(request)
        if answer.status != exchange.status {
            return
                "the lesson says \(exchange.status), the app answers \(answer.status): \(answer.text)"
        }
        for header in exchange.headers where answer.header(header.name) != header.value {
            return "the lesson says \(header.name): \(header.value), the app answers "
                + "\(answer.header(header.name) ?? "no such header")"
        }
        guard let body = exchange.body, !isSame(body, answer.text) else { return nil }
        return "the lesson says \(body), the app answers \(answer.text)"
    }

    private func isSame(_ written: String, _ answered: String) -> Bool {
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
