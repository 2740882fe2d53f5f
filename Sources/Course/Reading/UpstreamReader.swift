extension YAMLValue {
    /// How the upstream behaves during a check.
    func upstreamScript(_ scope: ReadingScope) -> UpstreamScript? {
        let keys = ["barrier", "hold", "spin", "routes"]
        guard let fields = fields("upstream", known: keys) else { return nil }
        let barrier = fields["barrier"]?.integer("a whole number from 1 to 500", in: 1...500) ?? 0
        let holds = fields["hold"]?.flag() ?? false
        if barrier > 0, holds {
            report("an upstream either has a barrier or holds: write one of the two")
        }
        let routes = fields["routes"]?.members("a mapping from path to what is answered") ?? []
        if barrier == 0, !holds, routes.isEmpty {
            report("an upstream has a barrier, holds, or has routes: write one of these")
        }
        return UpstreamScript(
            barrier: barrier, holds: holds, spins: fields["spin"]?.flag() ?? false,
            routes: routes.compactMap { $0.upstreamRoute(scope) })
    }
}

extension YAMLValue.Member {
    fileprivate func upstreamRoute(_ scope: ReadingScope) -> UpstreamScript.Route? {
        let keys = ["status", "json", "delay", "hang", "fail"]
        guard let fields = value.fields("the route", known: keys) else { return nil }
        key.check(name, scope)
        if !name.hasPrefix("/") {
            key.report("the path \"\(name)\" does not start with a slash: write /\(name)")
        }
        var route = UpstreamScript.Route(path: name)
        route.status = fields["status"]?.integer("a status from 200 to 599", in: 200...599) ?? 200
        route.body = fields["json"]?.json(scope)
        route.delay = fields["delay"]?.integer("milliseconds, 0 to 5000", in: 0...5_000) ?? 0
        route.hangs = fields["hang"]?.flag() ?? false
        let failures = fields["fail"]?.list("a list of calls, such as [1]") ?? []
        route.failures = Set(
            failures.compactMap { $0.integer("which call, from 1", in: 1...10_000) })
        return route
    }
}
