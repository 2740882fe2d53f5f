import NIOCore

/// WebSockets between their clients and the worker.
extension WorkerSession {
    /// A handshake has been completed: there is no response to wait for any more.
    func accepted(_ id: UInt32, by socket: WebSocketConnection) {
        exchanges.update(id) { $0.status = 101 }
        streams[id]?.connection = nil
        streams[id]?.webSocket = socket
        tellAnswer(of: id)
    }

    /// A WebSocket is at its end, not by the app's doing.
    func webSocketEnded(_ id: UInt32, code: UInt16, reason: String) {
        guard streams[id]?.webSocket != nil else { return }
        closed(id, code: code)
        write { buffer in
            buffer.writeFrame(.closed, stream: id) {
                $0.writeInteger(code, endianness: .little)
                $0.writeString(reason)
            }
        }
    }

    /// The app takes a WebSocket.
    func accept(_ frame: Frame) {
        var payload = frame.payload
        guard let head = ResponseHead(from: &payload) else { return corrupted() }
        guard let connection = streams[frame.stream]?.connection else { return }
        if !connection.acceptWebSocket(head) {
            streams[frame.stream]?.connection = nil
            exchanges.update(frame.stream) { $0.status = 502 }
            send(.cancel, stream: frame.stream)
        }
    }

    /// The app closes a WebSocket.
    func appCloses(_ frame: Frame) {
        var payload = frame.payload
        guard let code = payload.readInteger(endianness: .little, as: UInt16.self) else {
            return corrupted()
        }
        let socket = streams[frame.stream]?.webSocket
        closed(frame.stream, code: code)
        socket?.close(code: code, reason: String(buffer: payload))
    }

    /// Tells all clients that the server goes.
    func closeWebSockets(_ end: AppEnd) {
        for (id, stream) in streams {
            guard let socket = stream.webSocket else { continue }
            socket.appEnded(end)
            webSocketEnded(id, code: end == .stopped ? 1012 : 1011, reason: "")
        }
    }

    private func closed(_ id: UInt32, code: UInt16) {
        streams[id]?.webSocket = nil
        exchanges.update(id) {
            $0.closeCode = Int(code)
            if $0.outcome == .pending { $0.outcome = code == 1006 ? .clientLeft : .answered }
        }
    }
}
