import NIOCore

/// Clients that stop sending, or stop taking what they are sent.
extension ClientConnection {
    /// What a client has done by now: nothing, while it stays the same.
    struct Progress: Equatable {
        var ordinal: Int
        var receivedBytes: Int
        var answeredBytes: Int
        var unsentBytes: Int
    }

    /// Looks from time to time whether the client gets on; `since` is how far it was the last time.
    func watchProgress(since last: Progress?) {
        let pause = TimeAmount(hosted.limits.clientPause)
        patience = context?.eventLoop.assumeIsolated().scheduleTask(in: pause) {
            guard self.context != nil else { return }
            let progress = self.progress
            if progress == last && self.keepsUsWaiting(progress) {
                self.giveUp()
            } else {
                self.watchProgress(since: progress)
            }
        }
    }

    private var progress: Progress {
        // A closed channel has no options, and nothing more to send.
        let unsent = try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)
        return Progress(
            ordinal: ordinal, receivedBytes: current?.receivedBytes ?? 0,
            answeredBytes: current?.answeredBytes ?? 0, unsentBytes: unsent ?? 0)
    }

    /// Whether it is the client's turn, and not the app's.
    private func keepsUsWaiting(_ progress: Progress) -> Bool {
        guard let current, progress.unsentBytes == 0 else { return true }
        return !current.isReceived && !readIsHeld
    }

    private func giveUp() {
        guard let current, !current.isReceived else { return close() }
        refuseBody(408, "The body of this request has stopped arriving.")
    }
}
