import Foundation
import NIOCore

/// What a worker says, frame by frame.
extension WorkerSession {
    /// Takes what the worker says.
    func received(_ frame: Frame) {
        guard cause == nil || frame.kind == .log else { return }
        switch frame.kind {
        case .ready: ready(frame.payload)
        case .failed: failed(frame.payload)
        case .responseWhole, .responseHead: respond(frame)
        case .responseData:
            guard let stream = streams[frame.stream], let connection = stream.connection else {
                return
            }
            connection.respond(part: frame.payload)
        case .responseDone: complete(frame.stream)
        case .abort: abort(frame.stream)
        case .left: left(frame)
        case .log: logged(frame)
        case .traceback: raised(frame)
        case .stalled: stalled(frame)
        case .oversight: overlooked(frame)
        case .trace:
            let told = decode(Trace.self, frame.payload)
            exchanges.update(frame.stream) { $0.trace = told }
        case .handler: handlers[frame.stream] = decode(Handler.self, frame.payload)
        case .creditBody:
            if let count = frame.payload.getInteger(
                at: frame.payload.readerIndex, endianness: .little, as: UInt32.self)
            {
                streams[frame.stream]?.connection?.bodyConsumed(Int(count))
                streams[frame.stream]?.webSocket?.consumed(Int(count))
            }
        case .accept: accept(frame)
        case .appMessage: streams[frame.stream]?.webSocket?.send(message: frame.payload)
        case .appClose: appCloses(frame)
        case .synced: questions.synced(frame.stream, isSettled: isSettled)
        case .stopped: hasStopped()
        case .asksToStop: stop(grace: app.grace, because: .killed(signal: Int(SIGTERM)))
        case .stands:
            questions.stands(frame.stream, at: decode(SourceLocation.self, frame.payload))
        default: corrupted()
        }
    }

    private func decode<T: Decodable>(_ type: T.Type, _ payload: ByteBuffer) -> T? {
        // What cannot be read was not written by us: it says nothing.
        try? JSONDecoder().decode(type, from: Data(payload.readableBytesView))
    }

    private func ready(_ payload: ByteBuffer) {
        guard case .starting = phase, let told = decode(ReadyPayload.self, payload) else {
            return corrupted()
        }
        phase = .ready
        let facts = AppFacts(
            interface: App.Interface(rawValue: told.interface) ?? .wsgi,
            routes: told.routes.map(\.route), readyIn: .now - began,
            compiling: compiling)
        settle(.ready(facts))
    }

    private func failed(_ payload: ByteBuffer) {
        guard case .starting = phase, let facts = decode(FailurePayload.self, payload) else {
            return corrupted()
        }
        settle(
            .failed(StartUpDiagnosis.failure(facts: facts, app: app, log: log.text)))
        end(because: .stopped)
    }

    private func logged(_ frame: Frame) {
        var payload = frame.payload
        guard let raw = payload.readInteger(as: UInt8.self),
            let source = LogLine.Source(rawValue: raw)
        else { return corrupted() }
        let text = String(buffer: payload)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { LogLine(source: source, text: String($0)) }
        log.count(frame.payload.readableBytes, lines: lines.count)
        if frame.stream != 0, exchanges.exchange(frame.stream) != nil {
            exchanges.update(frame.stream) { $0.log.append(newest: lines) }
        } else {
            log.append(lines)
        }
        note(lines)
    }

    private func raised(_ frame: Frame) {
        guard let traceback = decode(Traceback.self, frame.payload) else { return }
        exchanges.update(frame.stream) { $0.traceback = traceback }
        if let exchange = exchanges.exchange(frame.stream) {
            onEvent(.traceback(traceback, method: exchange.method, target: exchange.target))
        }
    }

    private func stalled(_ frame: Frame) {
        guard let place = decode(SourceLocation.self, frame.payload) else { return }
        exchanges.update(frame.stream) { $0.stall = place }
        let exchange = exchanges.exchange(frame.stream)
        onEvent(.stalled(place, method: exchange?.method, target: exchange?.target))
    }

    private func overlooked(_ frame: Frame) {
        guard let oversight = decode(Oversight.self, frame.payload) else { return }
        exchanges.update(frame.stream) { $0.oversights.append(oversight) }
        let exchange = exchanges.exchange(frame.stream)
        onEvent(.overlooked(oversight, method: exchange?.method, target: exchange?.target))
    }

    private func respond(_ frame: Frame) {
        guard let stream = streams[frame.stream], let connection = stream.connection else { return }
        var payload = frame.payload
        guard let head = ResponseHead(from: &payload) else { return corrupted() }
        exchanges.update(frame.stream) { $0.status = head.status }
        let whole = frame.kind == .responseWhole
        if !whole { streams[frame.stream]?.hasBegun = true }
        guard connection.respond(head, whole: whole ? payload : nil) else {
            exchanges.update(frame.stream) { $0.status = 502 }
            return abort(frame.stream)
        }
        if whole { answered(frame.stream) }
    }

    private func complete(_ id: UInt32) {
        guard let connection = streams[id]?.connection else { return }
        connection.finishResponse()
        answered(id)
    }

    private func answered(_ id: UInt32) {
        exchanges.update(id) {
            // A client that had ended its side has its answer all the same.
            if $0.outcome == .pending || $0.outcome == .clientLeft { $0.outcome = .answered }
        }
        streams[id]?.connection = nil
        streams[id]?.isAnswered = true
        tellAnswer(of: id)
    }

    private func abort(_ id: UInt32) {
        exchanges.update(id) { if $0.outcome == .pending { $0.outcome = .aborted } }
        let connection = streams[id]?.connection
        streams[id]?.connection = nil
        connection?.responseAborted()
        tellAnswer(of: id)
    }

    private func left(_ frame: Frame) {
        var payload = frame.payload
        guard
            let numbers = payload.readMultipleIntegers(
                endianness: .little, as: (UInt32, UInt32, UInt32).self)
        else { return corrupted() }
        exchanges.update(frame.stream) {
            $0.entered = Int(numbers.0)
            $0.left = Int(numbers.1)
            $0.handler = handlers[numbers.2]
        }
        streams[frame.stream] = nil
        questions.settle { isSettled }
        stopWhenIdle()
    }

    /// Whether no request is between its response and its return.
    private var isSettled: Bool { !streams.values.contains(where: \.isAnswered) }
}
