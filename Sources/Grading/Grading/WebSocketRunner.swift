import Course

/// Plays a script of WebSocket clients, line by line, and stops at the first that goes otherwise.
///
/// What a client hears is compared in order: a message that was not to come is the next one that is
/// received, so that silence needs no clock. A clock only bounds how long an absent message is
/// waited for.
struct WebSocketRunner: Sendable {
    let stage: Stage

    /// How long one message is waited for, in turns that this process had.
    private static let patience = (turns: 15, each: Duration.milliseconds(200))

    /// What the script has brought about so far.
    private struct Play {
        var sockets: [String: WebSocket] = [:]
        var clientPorts: [Int] = []
        var seen: [String: JSON] = [:]
        var differences: [Difference] = []
        /// The handshake that was answered with something else, and its request.
        var denial: (request: Request, answer: Answer)?
    }

    /// Plays `script`; `$.websocket` tells the line, the client and what it received last.
    func run(
        _ script: WebSocketScript, _ values: Values, _ runner: StepRunner
    ) async throws -> StepOutcome {
        var play = Play()
        for (number, line) in script.lines.enumerated() {
            play.seen["line"] = .int(number + 1)
            play.seen["client"] = .string(line.client)
            for _ in 0..<line.times {
                try await carryOut(line, script, values, &play)
                guard play.differences.isEmpty, play.denial == nil else { break }
            }
            guard play.differences.isEmpty, play.denial == nil else { break }
        }
        for socket in play.sockets.values {
            socket.close()
            socket.drop()
        }
        let denial = play.denial
        var outcome = try await runner.outcome(
            denial.map { [$0.request] } ?? [], denial.map { [.success($0.answer)] } ?? [])
        let ports = play.clientPorts + (denial.map { [$0.answer.clientPort] } ?? [])
        outcome.testimony = try await stage.app.testimony(of: ports)
        outcome.differences = play.differences
        outcome.more["websocket"] = .object(play.seen)
        return outcome
    }

    private func carryOut(
        _ line: WebSocketScript.Line, _ script: WebSocketScript, _ values: Values,
        _ play: inout Play
    ) async throws {
        guard let socket = try await socket(of: line.client, script, values, &play) else { return }
        switch line.deed {
        case .connect: break
        case .send(let json):
            let filled = try json.filled(with: values.all)
            // Text goes as it is, any other value as JSON.
            socket.send(filled.string ?? filled.text)
        case .close(let code): socket.close(code: code)
        case .drop: socket.drop()
        case .stopReading: await socket.stopReading()
        case .receive(let predicate):
            try await receive(predicate, "received", socket, values, &play)
        case .closed(let predicate):
            try await receive(predicate, "closed", socket, values, &play)
        }
    }

    /// The client's WebSocket, opened at its first line; nil when the server declined it.
    private func socket(
        of name: String, _ script: WebSocketScript, _ values: Values, _ play: inout Play
    ) async throws -> WebSocket? {
        if let socket = play.sockets[name] { return socket }
        guard let client = script.clients.first(where: { $0.name == name }) else { return nil }
        let letter = try await stage.sender.letter(client.request, values)
        let opener = WebSocketClient(host: letter.client.host, port: letter.client.port)
        switch try await opener.open(letter.request) {
        case .accepted(let socket):
            play.sockets[name] = socket
            play.clientPorts.append(socket.clientPort)
            return socket
        case .denied(let answer):
            play.denial = (letter.request, answer)
            return nil
        }
    }

    /// Holds the client's next event against `predicate`; `kind` is the kind of event that is meant.
    private func receive(
        _ predicate: ByTrack<Predicate>, _ kind: String, _ socket: WebSocket, _ values: Values,
        _ play: inout Play
    ) async throws {
        guard let predicate = try predicate[stage.track]?.filled(with: values.all) else { return }
        let event = await Self.next(of: socket)
        let (found, value, text) = event?.observed ?? ("nothing", nil, nil)
        play.seen["received"] = nil
        play.seen["closed"] = nil
        play.seen[found] = value
        let isMeant = found == kind
        if isMeant, predicate.holds(for: value) || text.map(predicate.holds) == true { return }
        let path = ObservationPath([.member("websocket"), .member(kind)])
        let differences = predicate.differences(from: isMeant ? value : nil, at: path)
        play.differences =
            differences.isEmpty
            ? [Difference(path: path, expected: ["exists": true], actual: nil)] : differences
    }

    private static func next(of socket: WebSocket) async -> WebSocket.Event? {
        await withTaskGroup(of: WebSocket.Event?.self) { group in
            group.addTask {
                for await event in socket.events where event != .pong { return event }
                return nil
            }
            group.addTask {
                for _ in 0..<patience.turns {
                    try? await Task.sleep(for: patience.each)  // cancelled when something came
                }
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

extension WebSocket.Event {
    /// What an observation has of it: its kind, its value, and its text where that is another one.
    fileprivate var observed: (kind: String, value: JSON?, text: JSON?) {
        switch self {
        case .text(let text): ("received", JSON(parsing: text) ?? .string(text), .string(text))
        case .binary(let bytes):
            ("received", .string(String(decoding: bytes, as: UTF8.self)), nil)
        case .pong: ("nothing", nil, nil)
        // A connection that breaks off has no code of its own (RFC 6455, section 7.1.5).
        case .closed(let code, _): ("closed", .int(code ?? 1_006), nil)
        }
    }
}
