/// What is remembered of an app's requests; the oldest are forgotten beyond a limit.
struct ExchangeLog {
    private let limit: Int
    /// All that is remembered, in the order of arrival.
    private(set) var all: [Exchange] = []
    /// The ids of their streams, which only grow.
    private var ids: [UInt32] = []

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Remembers a new exchange under the id of its stream.
    mutating func begin(_ exchange: Exchange, stream: UInt32) {
        // Ids start again after four thousand million streams.
        if let last = ids.last, stream <= last { forget(all.count) }
        if all.count >= limit { forget(max(1, limit / 4)) }
        all.append(exchange)
        ids.append(stream)
    }

    /// Changes an exchange; one that is forgotten stays so.
    mutating func update(_ stream: UInt32, _ change: (inout Exchange) -> Void) {
        guard let index = index(of: stream) else { return }
        change(&all[index])
    }

    /// Returns an exchange that is remembered.
    func exchange(_ stream: UInt32) -> Exchange? {
        index(of: stream).map { all[$0] }
    }

    private mutating func forget(_ count: Int) {
        all.removeFirst(count)
        ids.removeFirst(count)
    }

    private func index(of stream: UInt32) -> Int? {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < stream { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == stream ? low : nil
    }
}
