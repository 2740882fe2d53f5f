import Course
import Hosting
import Tutor

/// The app of free play: the file that is open, where the learner's own requests go.
extension Desk {
    /// Hosts a file for free play.
    ///
    /// That it does not start is told by the check that follows a save.
    @discardableResult
    func host(at file: String, _ track: Track) async throws -> StartOutcome {
        hosted = file
        isStale = false
        let outcome = try await play.reload(
            bench.playApp(at: file, track, upstream: upstreamPort))
        note(outcome)
        return outcome
    }

    func note(_ outcome: StartOutcome) {
        if case .ready(let facts) = outcome { routes = facts.routes }
    }

    /// The learner's file was saved: it is checked, and hosted anew for free play.
    ///
    /// The check comes first, for its verdict is waited for. Whoever asks for free play's app
    /// meanwhile has it hosted at once.
    func saved() async {
        guard session.exercise != nil, scratch == nil else { return }
        isStale = true
        let wasIdle = queue.isIdle
        await process(.saved)
        // A check that runs already may take long.
        if !wasIdle || queue.isIdle { await refresh() }
    }

    /// Hosts the open file anew if it was saved since it was hosted.
    func refresh() async {
        guard isStale, let exercise = session.exercise, let track = session.track, scratch == nil
        else { return }
        do {
            try await host(at: workspace.file(exercise, track), track)
        } catch {
            show(.trouble("\(error)"))
        }
        publishFacts()
    }

    /// Makes sure that free play serves what was saved last, also if its app has ended by itself or
    /// something has ended it.
    func revive() async throws {
        await refresh()
        guard let end = await play.unaskedEnd else { return }
        show(.notice("\(end) It is started again."))
        note(try await play.reload())
    }
}
