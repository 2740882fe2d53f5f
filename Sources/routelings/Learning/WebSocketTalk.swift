import Foundation
import Grading
import Synchronization
import Terminal

/// A WebSocket at the prompt: lines that are typed are sent, what comes is printed above them.
struct WebSocketTalk: Sendable {
    let socket: WebSocket
    let lines: any LineSource
    private let progress = Progress()

    init(socket: WebSocket, lines: any LineSource) {
        self.socket = socket
        self.lines = lines
    }

    /// How long a server may take to answer a close, and how long nothing comes from it before
    /// piped input that has ended is taken for the whole of the talk.
    private static let patience: Duration = .seconds(1)

    /// Returns when the connection is at its end.
    func run() async {
        let chosen = socket.subprotocol.map { " (subprotocol \($0))" } ?? ""
        say("Open\(chosen). Type a message; Ctrl-D or `/close` ends, `/ping` asks for a pong.")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await receive() }
            group.addTask {
                await type()
                // What waits for an answer to the close waits no longer than this.
                if (try? await Task.sleep(for: Self.patience)) != nil { socket.drop() }
            }
            await group.next()
            group.cancelAll()
        }
        socket.drop()
        if Task.isCancelled { say("Broken off.") }
    }

    private func receive() async {
        for await event in socket.events {
            progress.heard()
            switch event {
            case .text(let text):
                // A further line of a message is none that came by itself.
                let message = StyledText(text).lines.joined(separator: "\n  ")
                lines.printAbove("\("<", .accent) " + message)
            case .binary(let bytes):
                lines.printAbove("\("<", .accent) \(Self.dump(bytes), .number)")
            case .pong: say("pong after \(progress.sincePing) ms")
            case .closed(let code, let reason):
                return say(Self.ending(code: code, reason: reason))
            }
        }
    }

    private func type() async {
        while true {
            switch await lines.readLine(prompt: "\("ws", .accent) \(">", .prompt) ") {
            case .line(let text): if !send(text) { return }
            case .interrupted: return close()
            case .endOfInput:
                if !lines.profile.isInteractive { await untilQuiet() }
                return close()
            }
        }
    }

    /// Sends a line or does what it asks for; false when that is the end.
    private func send(_ line: String) -> Bool {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        switch words.first {
        case "/close":
            let word = words.count > 1 ? words[1] : "1000"
            guard let code = UInt16(word) else {
                say("`\(word)` is no close code: `/close 4000 bye` closes with one and a reason.")
                return true
            }
            socket.close(code: Int(code), reason: words.count > 2 ? words[2] : "")
            return false
        case "/ping":
            progress.pinged()
            socket.ping()
        default: socket.send(line)
        }
        return true
    }

    private func close() {
        if !Task.isCancelled { socket.close() }
    }

    /// A pipe ends as soon as it is written; what is sent deserves its answers.
    private func untilQuiet() async {
        while progress.quiet < Self.patience {
            guard (try? await Task.sleep(for: .milliseconds(50))) != nil else { return }
        }
    }

    private func say(_ text: String) {
        lines.printAbove(StyledText(text, .faint).wrapped(to: lines.profile.width))
    }

    private static func ending(code: Int?, reason: String) -> String {
        guard let code else { return "The connection broke off (1006)." }
        let why = reason.isEmpty ? "" : ": \(reason)"
        return code == 1005 ? "Closed without a code." : "Closed with \(code)\(why)."
    }

    private static func dump(_ bytes: [UInt8]) -> String {
        let shown = bytes.prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        let rest = bytes.count > 16 ? " …" : ""
        return "\(bytes.count) bytes: \(shown.joined(separator: " "))\(rest)"
    }

    /// When something was last heard, and when a ping was sent.
    private final class Progress: Sendable {
        private let times = Mutex((heard: ContinuousClock.now, pinged: ContinuousClock.now))

        func heard() { times.withLock { $0.heard = .now } }
        func pinged() { times.withLock { $0.pinged = .now } }
        var quiet: Duration { .now - times.withLock { $0.heard } }
        var sincePing: Int {
            Int((.now - times.withLock { $0.pinged } as Duration).milliseconds.rounded())
        }
    }
}
