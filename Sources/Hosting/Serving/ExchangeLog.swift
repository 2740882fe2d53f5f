/// What is remembered of an app's requests; the oldest are forgotten beyond a limit.
struct ExchangeLog {
    private let limit: Int
    private var exchanges: [Exchange] = []
    private var first = 0
    private var open: [UInt32: Int] = [:]

    init(limit: Int) {
        self.limit = limit
    }

    /// All that is remembered, in the order of arrival.
    var all: [Exchange] { exchanges }

    /// Remembers a new exchange under the id of its stream.
    mutating func begin(_ exchange: Exchange, stream: UInt32) {
        if exchanges.count >= limit {
            let excess = max(1, limit / 4)
            exchanges.removeFirst(min(excess, exchanges.count))
            first += excess
        }
        open[stream] = first + exchanges.count
        exchanges.append(exchange)
    }

    /// Changes an exchange; one that is forgotten stays so.
    mutating func update(_ stream: UInt32, _ change: (inout Exchange) -> Void) {
        guard let index = open[stream], index >= first else { return }
        change(&exchanges[index - first])
    }

    /// Returns an exchange that is remembered.
    func exchange(_ stream: UInt32) -> Exchange? {
        guard let index = open[stream], index >= first else { return nil }
        return exchanges[index - first]
    }

    /// Nothing more is going to be told about this stream.
    mutating func finish(_ stream: UInt32) {
        open[stream] = nil
    }
}
