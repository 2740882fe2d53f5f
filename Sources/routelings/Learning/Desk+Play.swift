import Course
import Foundation
import Hosting
import Tutor

/// The app of free play: the file that is open, where the learner's own requests go.
extension Desk {
    /// What free play serves.
    struct Hosted: Sendable {
        let file: String
        /// How the file looked before it was read; nil when it was missing.
        let glimpse: SaveDetector.Glimpse?

        init(file: String) {
            self.file = file
            glimpse = .init(of: file)
        }
    }

    /// Hosts a file for free play, unless it is hosted as it is now.
    ///
    /// Whoever wants something of the app waits for its start, nobody else does: a file may hang,
    /// and the next save must not wait for it. That it does not start is told by the check that
    /// follows a save.
    func host(at file: String, _ track: Track) async throws {
        let wanted = Hosted(file: file)
        // A file that is gone for now, as editors do it, cannot be served any better.
        if wanted.file == hosted?.file, wanted.glimpse == nil || wanted.glimpse == hosted?.glimpse {
            return
        }
        hosted = wanted
        do {
            try await play.beginReload(bench.playApp(at: file, track, upstream: upstreamPort))
        } catch {
            hosted = nil
            throw error
        }
        Task { await learnRoutes() }
    }

    /// Waits for the app's start, to complete its paths.
    func learnRoutes() async {
        if case .ready(let facts) = await play.start { routes = facts.routes }
        publishFacts()
    }

    /// How free play's start went; nil, and said, when the learner breaks off the wait for it.
    func outcome() async -> StartOutcome? {
        let outcome = await play.start
        guard Task.isCancelled else { return outcome }
        show(.notice("Broken off."))
        return nil
    }

    /// The learner's file was saved: it is checked, and hosted anew for free play.
    ///
    /// The check comes first, for its verdict is waited for. Whoever asks for free play's app
    /// meanwhile has it hosted at once.
    func saved() async {
        guard session.exercise != nil, scratch == nil else { return }
        let wasIdle = queue.isIdle
        await process(.saved)
        // A check that runs already may take long.
        if !wasIdle || queue.isIdle { await refresh() }
    }

    /// Hosts the open file anew if it has changed since it was hosted, noticed or not.
    func refresh() async {
        guard let exercise = session.exercise, let track = session.track, scratch == nil
        else { return }
        do {
            try await host(at: workspace.file(exercise, track), track)
        } catch {
            show(.trouble("\(error)"))
        }
    }

    /// Makes sure that free play serves what was saved last, also if its app has ended by itself or
    /// something has ended it.
    func revive() async throws {
        await refresh()
        if let file = hosted?.file, !FileManager.default.fileExists(atPath: file) {
            show(
                .notice("\(file) is gone; the app that was in it answers. `reset yes` starts over.")
            )
        }
        guard let end = await play.unaskedEnd else { return }
        show(.notice("\(end) It is started again."))
        try await play.beginReload()
    }
}
