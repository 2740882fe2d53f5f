import Course

/// Sends what checks write: to the copy that is asked, as the user that is named.
struct Sender: Sendable {
    /// A client for each copy of the app.
    let clients: [HTTPClient]
    let users: [String: User]
    let jars: CookieJars

    /// A request that is ready, with where it goes and in whose name.
    struct Letter: Sendable {
        var request: Request
        var client: HTTPClient
        var user: String?
        var maxRedirects: Int
    }

    /// Fills in `template` and adds what its user sends.
    ///
    /// - Throws: `TemplateError`, and `GraderFailure` for a user or a copy that there is not.
    func letter(_ template: RequestTemplate, _ values: Values) async throws -> Letter {
        let filled = try values.fill(template)
        guard clients.indices.contains(filled.copy - 1) else {
            throw GraderFailure(
                kind: "course",
                message: "A request goes to copy \(filled.copy) of the app, and there are "
                    + "\(clients.count). Raise copies under server in exercise.yaml.")
        }
        var request = Request(filled)
        if let name = filled.user {
            guard let user = users[name] else {
                throw GraderFailure(
                    kind: "course",
                    message: "Nobody is called \"\(name)\". List them under users in exercise.yaml."
                )
            }
            request.add(try user.headers.map { try values.fill($0) })
            if let basic = try user.basic.map(values.fill) { request.authorize(basic) }
            if let cookies = await jars.header(for: name) {
                request.add([.init(name: "Cookie", value: cookies)])
            }
        }
        return Letter(
            request: request, client: clients[filled.copy - 1], user: filled.user,
            maxRedirects: filled.maxRedirects)
    }

    /// Sends one letter, and follows redirects where it says so.
    func send(_ letter: Letter) async -> Result<Answer, NoAnswer> {
        await burst([letter], nil)[0].map(\.answer)
    }

    /// Sends all letters at once; the replies come in their order.
    func burst(_ letters: [Letter], _ reading: StreamReading?) async -> [Result<Reply, NoAnswer>] {
        let replies = await HTTPClient.burst(
            letters.map { ($0.client, $0.request) }, reading: reading)
        var followed: [Result<Reply, NoAnswer>] = []
        for (letter, reply) in zip(letters, replies) {
            followed.append(await follow(reply, letter))
        }
        return followed
    }

    private func follow(
        _ reply: Result<Reply, NoAnswer>, _ letter: Letter
    ) async -> Result<Reply, NoAnswer> {
        guard case .success(var reply) = reply else { return reply }
        if let user = letter.user { await jars.take(reply.answer, for: user) }
        var hops: [Answer] = []
        var letter = letter
        while hops.count < letter.maxRedirects, let next = letter.redirected(by: reply.answer) {
            hops.append(reply.answer)
            letter = next
            if let user = letter.user {
                letter.request.headers.removeAll { $0.name.lowercased() == "cookie" }
                if let cookies = await jars.header(for: user) {
                    letter.request.add([.init(name: "Cookie", value: cookies)])
                }
            }
            switch await letter.client.result(of: letter.request) {
            case .success(let answer): reply = Reply(answer: answer)
            case .failure(let failure): return .failure(failure)
            }
            if let user = letter.user { await jars.take(reply.answer, for: user) }
        }
        reply.answer.hops = hops
        return .success(reply)
    }
}

extension Sender.Letter {
    /// What a browser sends after this answer (RFC 9110, section 15.4); nil when it is no redirect
    /// to this site.
    fileprivate func redirected(by answer: Answer) -> Self? {
        guard [301, 302, 303, 307, 308].contains(answer.status),
            let location = answer.header("location"), let target = target(of: location)
        else { return nil }
        var next = self
        next.request.target = target
        let keepsMethod = [307, 308].contains(answer.status) || request.method == "HEAD"
        if !keepsMethod, answer.status == 303 || request.method == "POST" {
            next.request.method = "GET"
            next.request.body = nil
            next.request.headers.removeAll { $0.name.lowercased() == "content-type" }
        }
        return next
    }

    /// The target that `location` names from here; nil when it leads to another site.
    private func target(of location: String) -> String? {
        let site = "http://\(client.host):\(client.port)"
        if location.hasPrefix(site) {
            let rest = location.dropFirst(site.count)
            return rest.hasPrefix("/") ? String(rest) : "/" + rest
        }
        guard !location.contains("://"), !location.hasPrefix("//") else { return nil }
        if location.hasPrefix("/") { return location }
        let path = request.target.prefix { $0 != "?" }
        if location.hasPrefix("?") { return path + location }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return folder + location
    }
}

extension HTTPClient {
    /// Sends one request; a failure is a value, so that what else came can still be looked at.
    func result(of request: Request) async -> Result<Answer, NoAnswer> {
        await Self.burst([(self, request)])[0].map(\.answer)
    }
}
