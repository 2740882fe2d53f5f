import Course

/// Who calls the upstream and who waits there: a state machine without input or output.
///
/// It is what proves that calls overlap: not how long they took, but who was there together.
struct UpstreamState: Sendable {
    /// A caller, numbered from 1 in the order of arrival.
    typealias Caller = Int

    private(set) var script: UpstreamScript
    private(set) var calls = 0
    private(set) var highWater = 0
    private(set) var waiting: Set<Caller> = []
    /// Whether the barrier's number of callers waited together.
    private(set) var isFull = false
    /// Once open, every caller is answered at once.
    private(set) var isOpen: Bool
    private var present = 0

    init(_ script: UpstreamScript = UpstreamScript()) {
        self.script = script
        isOpen = script.barrier == 0 && !script.holds
    }

    /// A caller came.
    ///
    /// Those who are to be answered now are returned.
    mutating func arrive() -> (caller: Caller, released: Set<Caller>) {
        calls += 1
        present += 1
        highWater = max(highWater, present)
        let caller = calls
        waiting.insert(caller)
        if script.barrier > 0, waiting.count >= script.barrier {
            isFull = true
            isOpen = true
        }
        return (caller, isOpen ? releaseAll() : [])
    }

    /// A caller has its answer, or went away.
    mutating func leave(_ caller: Caller) {
        waiting.remove(caller)
        present -= 1
    }

    /// Nobody waits from now on.
    ///
    /// Those who did are returned.
    mutating func open() -> Set<Caller> {
        isOpen = true
        return releaseAll()
    }

    private mutating func releaseAll() -> Set<Caller> {
        defer { waiting = [] }
        return waiting
    }
}
