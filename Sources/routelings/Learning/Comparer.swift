import Course
import Foundation
import Grading
import Hosting
import Tutor

/// Asks the same of an exercise's apps in all of its tracks.
struct Comparer: Sendable {
    /// One track's app and what it answered.
    struct Side: Sendable {
        var track: Track
        /// Whose file it is: the learner's, or the course's solution where there is none yet.
        var isTheLearners: Bool
        /// In the order of the requests.
        var replies: [Reply]
    }

    /// One answer, and the code that gave it.
    struct Reply: Sendable {
        /// Nil when no answer came.
        var answer: Grading.Answer?
        /// The function that answered, as it stands in the learner's file; empty when it is not
        /// known, or not the learner's to read.
        var code: String
    }

    let bench: Bench
    let workspace: Workspace
    let upstreamPort: Int?

    /// What is to be sent: the learner's request, or those of the checks with values drawn.
    func requests(of comparison: Effect.Comparison, _ exercise: Exercise) -> [Request] {
        switch comparison {
        case .one(let request): return [request]
        case .checks(let templates):
            let values = Variable.draw(exercise.variables, seed: .readableSeed)
            // What speaks of an earlier answer cannot be sent by itself.
            let filled = templates.compactMap { try? $0.filled(with: values) }
            return filled.map(Request.init).uniqued()
        }
    }

    /// The apps' replies, a side for each track in the exercise's order.
    ///
    /// - Throws: `HostingError`, and what reading the files throws.
    func sides(of exercise: Exercise, _ requests: [Request]) async throws -> [Side] {
        try await withThrowingTaskGroup(of: Side.self) { group in
            // What would first have to be built for minutes is left out.
            for track in exercise.tracks where bench.isReady(track) {
                group.addTask { try await side(exercise, track, requests) }
            }
            let sides = try await group.reduce(into: []) { $0.append($1) }
            return exercise.tracks.compactMap { track in sides.first { $0.track == track } }
        }
    }

    private func side(
        _ exercise: Exercise, _ track: Track, _ requests: [Request]
    ) async throws -> Side {
        let own = workspace.file(exercise, track)
        let isOwn = FileManager.default.fileExists(atPath: own)
        let path = isOwn ? own : "\(bench.course.root)/\(exercise.path(.solution, track))"
        let source = SourceText(
            file: track.fileName, text: isOwn ? try workspace.read(own) : "")
        return try await bench.host.withApp(bench.app(at: path, track, upstream: upstreamPort)) {
            let subject = HostedSubject($0)
            var replies: [Reply] = []
            for request in requests {
                // No answer is shown as such.
                let answer = try? await HTTPClient(port: subject.port).send(request)
                let testimony = try await subject.testimony(
                    of: answer.map { [$0.clientPort] } ?? [])
                let line = testimony.exchanges.first?.handler?.line
                let code = line.map(source.functionText(at:)) ?? ""
                replies.append(Reply(answer: answer, code: code))
            }
            return Side(track: track, isTheLearners: isOwn, replies: replies)
        }
    }
}

extension Array where Element: Hashable {
    /// The elements without those that came before.
    fileprivate func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
