import NIOCore

/// What a worker is asked to do.
extension WorkerSession {
    /// Begins a request; returns the id of its stream, nil when the worker is gone.
    func open(_ connection: ClientConnection, exchange: Exchange) -> UInt32? {
        guard case .ready = phase, cause == nil else { return nil }
        let id = nextStream
        nextStream = nextStream == .max ? 1 : nextStream + 1
        streams[id] = ServedStream(connection: connection)
        exchanges.begin(exchange, stream: id)
        deadlines.begin(id)
        return id
    }

    /// Writes to the worker; flushed once the loop has read from all clients that wait.
    func write(_ bytes: ByteBuffer) {
        frames?.write(bytes, promise: nil)
        guard !flushIsDue else { return }
        flushIsDue = true
        loop.execute {
            self.flushIsDue = false
            self.frames?.flush()
        }
    }

    /// Remembers a request that never reached the worker.
    func refused(_ exchange: Exchange) {
        let id = nextStream
        nextStream += 1
        exchanges.begin(exchange, stream: id)
        exchanges.finish(id)
    }

    /// Lets the worker send more of a response.
    func grant(_ count: Int, stream: UInt32) {
        var buffer = ByteBuffer()
        buffer.writeFrame(.grant, stream: stream) {
            $0.writeInteger(UInt32(count), endianness: .little)
        }
        write(buffer)
    }

    /// Sends a frame without contents.
    func send(_ kind: FrameKind, stream: UInt32) {
        var buffer = ByteBuffer()
        buffer.writeFrame(kind, stream: stream)
        write(buffer)
    }

    /// The client of a stream is gone.
    func clientLeft(_ id: UInt32) {
        guard streams[id]?.connection != nil else { return }
        streams[id]?.connection = nil
        exchanges.update(id) { if $0.outcome == .pending { $0.outcome = .clientLeft } }
        send(.cancel, stream: id)
    }

    /// A request has taken too long: says where it stands, and gives it up.
    func requestLimitReached(_ id: UInt32) {
        questions.locate(id).assumeIsolated().whenSuccess { place in
            guard let connection = self.streams[id]?.connection else { return }
            self.exchanges.update(id) {
                $0.outcome = .timedOut(place)
                $0.status = 504
            }
            self.streams[id]?.connection = nil
            connection.responseTimedOut(place, limit: self.app.limits.request)
            self.send(.cancel, stream: id)
        }
    }

    /// Succeeds when the worker has told all that happened before the question.
    func sync() -> EventLoopFuture<Void> {
        guard case .ready = phase, cause == nil else { return loop.makeSucceededVoidFuture() }
        let id = nextStream
        nextStream += 1
        return questions.sync(id)
    }
}
