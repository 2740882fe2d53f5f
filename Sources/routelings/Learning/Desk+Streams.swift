import Grading
import Hosting
import Terminal
import Tutor

/// Exchanges of which more comes than one answer.
extension Desk {
    /// Opens a WebSocket and stays with it until one side closes.
    func openWebSocket(_ request: Request, port: Int) async {
        do {
            switch try await WebSocketClient(port: port).open(request) {
            case .accepted(let socket): await WebSocketTalk(socket: socket, lines: lines).run()
            case .denied(let answer):
                show(.answer(answer))
                show(.notice("The app did not take the WebSocket: it answered instead."))
            }
        } catch {
            show(Self.trouble(error))
        }
    }

    /// Shows events until there were `count`, the stream ends or the learner breaks it off.
    func followEvents(_ request: Request, count: Int?, port: Int) async {
        do {
            switch try await EventStream.open(request, port: port) {
            case .events(let stream):
                defer { stream.close() }
                await show(stream, count: count)
            case .other(let answer):
                show(.answer(answer))
                show(.notice("This is no stream of events: its type would be text/event-stream."))
            }
        } catch {
            show(Self.trouble(error))
        }
    }

    private func show(_ stream: EventStream, count: Int?) async {
        let start = ContinuousClock.now
        var shown = 0
        var number: String { shown == 1 ? "1 event" : "\(shown) events" }
        do {
            for try await event in stream.events {
                shown += 1
                lines.printAbove(EventView.text(event, after: ContinuousClock.now - start))
                if shown == count { return }
            }
            show(.notice(Task.isCancelled ? "Broken off." : "The stream ended after \(number)."))
        } catch {
            show(.trouble("The stream broke off after \(number). `log` may say why."))
        }
    }

    /// Sends requests at once and draws how long each was inside the app.
    func burst(_ request: Request, _ count: Int, of play: HostedApp) async {
        guard let outcome = await outcome() else { return }
        if case .failed(let failure) = outcome { return show(.trouble(failure.message)) }
        let start = ContinuousClock.now
        let results = await HTTPClient(port: play.port).burst(request, count: count)
        let duration = ContinuousClock.now - start
        if Task.isCancelled { return show(.notice("Broken off.")) }
        let record = await play.record()
        let ports = Set(results.compactMap { try? $0.get().clientPort })  // no answer: no port
        let burst = Burst(
            answers: results.map { try? $0.get() },
            exchanges: record.exchanges.filter { ports.contains($0.clientPort) },
            duration: duration)
        lines.printAbove(BurstView(profile: lines.profile).text(burst))
    }

    private static func trouble(_ error: any Error) -> Message {
        error is CancellationError
            ? .notice("Broken off.") : .trouble("No answer: \(error as? NoAnswer ?? .closed).")
    }
}
