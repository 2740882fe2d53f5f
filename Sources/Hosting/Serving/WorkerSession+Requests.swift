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

    /// Writes to the worker, once the loop has read from all clients that wait.
    func write(_ body: (inout ByteBuffer) -> Void) {
        body(&unwritten)
        guard !flushIsDue else { return }
        flushIsDue = true
        loop.assumeIsolated().execute {
            self.flushIsDue = false
            self.frames?.writeAndFlush(self.unwritten, promise: nil)
            self.unwritten = ByteBuffer()
        }
    }

    /// Remembers a request that never reached the worker.
    func refused(_ exchange: Exchange) {
        let id = nextStream
        nextStream += 1
        exchanges.begin(exchange, stream: id)
        tellAnswer(exchange)
    }

    /// So many bytes of a response have been handed to the client's connection.
    func sent(_ bytes: Int, stream: UInt32) {
        exchanges.update(stream) { $0.responseBytes = bytes }
    }

    /// Lets the worker send more of a response.
    func grant(_ count: Int, stream: UInt32) {
        write { buffer in
            buffer.writeFrame(.grant, stream: stream) {
                $0.writeInteger(UInt32(count), endianness: .little)
            }
        }
    }

    /// Sends a frame without contents.
    func send(_ kind: FrameKind, stream: UInt32) {
        write { $0.writeFrame(kind, stream: stream) }
    }

    /// The client of a stream sends no more, as one does that has left, and may still read.
    func inputEnded(_ id: UInt32) {
        exchanges.update(id) { if $0.outcome == .pending { $0.outcome = .clientLeft } }
        send(.inputEnded, stream: id)
    }

    /// The client of a stream is gone.
    func clientLeft(_ id: UInt32) {
        guard streams[id]?.connection != nil else { return }
        streams[id]?.connection = nil
        exchanges.update(id) { if $0.outcome == .pending { $0.outcome = .clientLeft } }
        tellAnswer(of: id)
        send(.cancel, stream: id)
    }

    /// Tells of a stream's exchange that has come to its end, where that is asked for.
    func tellAnswer(of id: UInt32) {
        // An exchange is large: it is not copied for nothing.
        if app.tellsAnswers, let exchange = exchanges.exchange(id) { onEvent(.answered(exchange)) }
    }

    /// Tells of an exchange that has come to its end, where that is asked for.
    func tellAnswer(_ exchange: Exchange) {
        if app.tellsAnswers { onEvent(.answered(exchange)) }
    }

    /// A request has taken too long: says where it stands, and gives it up.
    func requestLimitReached(_ id: UInt32, limit: Duration) {
        if app.limits.streamsFreely, streams[id]?.hasBegun == true { return }
        questions.locate(id).assumeIsolated().whenSuccess { place in
            guard let connection = self.streams[id]?.connection else { return }
            self.exchanges.update(id) {
                $0.outcome = .timedOut(place)
                $0.status = 504
            }
            self.streams[id]?.connection = nil
            connection.responseTimedOut(place, limit: limit)
            self.tellAnswer(of: id)
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
