/// One thing that a check does, and what must be observed of it.
package struct Step: Sendable {
    package var action: Action
    /// Values for names; the step is taken once for each row, in order or, as a burst, at once.
    ///
    /// Empty takes it once.
    package var rows: [[String: JSON]]
    /// How many times at most it is taken until its expectations hold; 1 to 1,000.
    ///
    /// Attempts are counted: between two of them is a pause, which is no part of the verdict.
    package var attempts: Int
    package var expectations: [Expectation]
    /// What must hold of each answer of a burst by itself, with its own values.
    package var each: [Expectation]
    /// Values to keep for later steps and checks: variable name to observation path.
    package var captures: [String: ObservationPath]

    package init(
        _ action: Action, rows: [[String: JSON]] = [], attempts: Int = 1,
        expectations: [Expectation], each: [Expectation] = [],
        captures: [String: ObservationPath] = [:]
    ) {
        self.action = action
        self.rows = rows
        self.attempts = attempts
        self.expectations = expectations
        self.each = each
        self.captures = captures
    }

    /// A step that sends one request.
    package init(
        request: RequestTemplate, expectations: [Expectation],
        captures: [String: ObservationPath] = [:]
    ) {
        self.init(
            .send(Sending(requests: [request])), expectations: expectations, captures: captures)
    }

    /// What a step does.
    package enum Action: Sendable {
        case send(Sending)
        /// Nothing is sent: what the host and the upstream see by now is looked at.
        case look
        /// The streams that earlier steps keep open are ended.
        case endStreams(StreamEnd)
        case app(AppOrder)
        case websocket(WebSocketScript)
        case property(Property)
        case contract(Contract)
        case examine(Examination)
    }

    /// What is sent, where it sends requests of its own.
    package var sending: Sending? {
        if case .send(let sending) = action { sending } else { nil }
    }

    /// The request that speaks for the step in reports; nil where it sends none.
    package var request: RequestTemplate? {
        switch action {
        case .send(let sending): sending.requests.first
        case .property(let property): property.request
        case .contract(let contract): contract.document
        case .websocket(let script): script.clients.first?.request
        case .look, .endStreams, .app, .examine: nil
        }
    }
}

/// Requests, and how they are sent.
package struct Sending: Sendable {
    /// At least one; several are sent at once.
    package var requests: [RequestTemplate]
    /// How many times each is sent at once, each on a connection of its own, 1 to 500; nil is once,
    /// and rows one after another.
    package var burst: Int?
    /// Requests that are under way, held at the upstream, while the step's own is sent.
    package var background: Background?
    /// The request is sent again with what it says of the next page, until that is null.
    package var walk: Walk?
    /// Where the answers are streams: how much is read, and what then.
    package var stream: StreamReading?

    package init(
        requests: [RequestTemplate], burst: Int? = nil, background: Background? = nil,
        walk: Walk? = nil, stream: StreamReading? = nil
    ) {
        self.requests = requests
        self.burst = burst
        self.background = background
        self.walk = walk
        self.stream = stream
    }
}

/// Requests that are held at the upstream while another one is sent.
package struct Background: Sendable {
    package var request: RequestTemplate
    /// How many, 1 to 100.
    package var count: Int

    package init(request: RequestTemplate, count: Int) {
        self.request = request
        self.count = count
    }
}

/// Page after page, until there is no next one.
package struct Walk: Sendable {
    /// Where a page says what comes next; `${next}` is that value in `request`.
    package var next: ObservationPath
    /// What asks for every page but the first.
    package var request: RequestTemplate
    /// How many pages are asked for at most, 1 to 500.
    package var maxPages: Int

    package init(next: ObservationPath, request: RequestTemplate, maxPages: Int) {
        self.next = next
        self.request = request
        self.maxPages = maxPages
    }
}

/// How much of a stream is read.
package struct StreamReading: Sendable, Hashable {
    /// Events of `text/event-stream`, else lines, 0 to 1,000; nil reads to the end.
    package var count: Int?
    /// What becomes of the connection then.
    package var end: StreamEnd

    package init(count: Int?, end: StreamEnd) {
        self.count = count
        self.end = end
    }
}

/// How a client leaves a stream.
package enum StreamEnd: String, Sendable, Hashable, CaseIterable {
    /// It stays, until a later step ends it or the check is over.
    case keep
    /// The connection is closed as TCP has it, with FIN.
    case close
    /// The connection is reset, as when a machine vanishes.
    case reset
}

/// Something done to the learner's app as a process.
package struct AppOrder: Sendable, Hashable {
    package var verb: Verb
    /// Which copy of the app, from 1; nil is all of them.
    package var copy: Int?
    /// Environment variables that are set, in addition, from then on.
    package var environment: [String: String]
    /// How many requests a WSGI app handles at once from then on; nil changes nothing.
    package var threads: Int?

    package init(
        _ verb: Verb, copy: Int? = nil, environment: [String: String] = [:], threads: Int? = nil
    ) {
        self.verb = verb
        self.copy = copy
        self.environment = environment
        self.threads = threads
    }

    /// What is done.
    package enum Verb: String, Sendable, Hashable, CaseIterable {
        /// A fresh process; the scratch folder stays as it is.
        case restart
        /// A fresh process and an empty scratch folder.
        case fresh
        /// The process is ended at once; requests get 502 until `restart`.
        case kill
    }
}

/// Clients of a WebSocket, and what they do in turn.
package struct WebSocketScript: Sendable {
    package var clients: [Client]
    package var lines: [Line]

    package init(clients: [Client], lines: [Line]) {
        self.clients = clients
        self.lines = lines
    }

    /// Somebody who is connected, from the first line that names them.
    package struct Client: Sendable {
        package var name: String
        /// The handshake: a GET.
        package var request: RequestTemplate

        package init(name: String, request: RequestTemplate) {
            self.name = name
            self.request = request
        }
    }

    /// One thing that one client does.
    package struct Line: Sendable {
        package var client: String
        package var deed: Deed
        /// How many times it does so, 1 to 1,000.
        package var times: Int
        package var position: SourcePosition

        package init(client: String, deed: Deed, times: Int = 1, position: SourcePosition) {
            self.client = client
            self.deed = deed
            self.times = times
            self.position = position
        }
    }

    /// What a client does.
    package enum Deed: Sendable {
        case connect
        case send(JSON)
        /// The next message is this, parsed where it is JSON.
        case receive(ByTrack<Predicate>)
        /// The next thing is the server's close frame, with such a code.
        case closed(ByTrack<Predicate>)
        /// A close frame with this code.
        case close(Int)
        /// The connection is cut, without a close frame.
        case drop
        /// From now on nothing is taken off the connection.
        case stopReading
    }
}
