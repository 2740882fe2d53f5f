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
    /// How many calls each path had, and the paths in the order of arrival.
    private(set) var paths: [String: Int] = [:]
    private(set) var order: [String] = []
    /// How many callers gave up before they were answered.
    private(set) var abandoned = 0
    private var present: Set<Caller> = []
    private var hanging: Set<Caller> = []

    init(_ script: UpstreamScript = UpstreamScript()) {
        self.script = script
        isOpen = script.barrier == 0 && !script.holds
    }

    /// A caller came.
    ///
    /// Those who are to be answered now are returned.
    mutating func arrive(at path: String = "/") -> (caller: Caller, released: Set<Caller>) {
        calls += 1
        let caller = calls
        present.insert(caller)
        highWater = max(highWater, present.count)
        paths[path, default: 0] += 1
        order.append(path)
        if route(for: path)?.hangs == true {
            hanging.insert(caller)
            return (caller, [])
        }
        waiting.insert(caller)
        if script.barrier > 0, waiting.count >= script.barrier {
            isFull = true
            isOpen = true
        }
        return (caller, isOpen ? releaseAll() : [])
    }

    /// A caller has its answer, or went away.
    ///
    /// - Returns: whether the caller was still there.
    @discardableResult
    mutating func leave(_ caller: Caller) -> Bool {
        waiting.remove(caller)
        return present.remove(caller) != nil
    }

    /// A caller went away; whoever has been answered is gone already.
    mutating func abandon(_ caller: Caller) {
        guard present.remove(caller) != nil else { return }
        waiting.remove(caller)
        hanging.remove(caller)
        abandoned += 1
    }

    /// What the script says of `path`: the route with this very query, else one without any.
    func route(for path: String) -> UpstreamScript.Route? {
        let bare = path.prefix { $0 != "?" }
        return script.routes.first { $0.path == path } ?? script.routes.first { $0.path == bare }
    }

    /// Nobody waits from now on.
    ///
    /// Those who did are returned.
    mutating func open() -> Set<Caller> {
        isOpen = true
        return releaseAll()
    }

    /// The check is over: nobody is held any more, not even those who were to hang.
    mutating func end() -> Set<Caller> {
        defer { hanging = [] }
        return open().union(hanging)
    }

    private mutating func releaseAll() -> Set<Caller> {
        defer { waiting = [] }
        return waiting
    }
}
