import Hummingbird
import RoutelingsKit
import Synchronization

struct Member: ResponseCodable { var id: Int?, name: String?, email, password: String }
let members = Mutex<[String: Member]>([:])

func hash(_ text: String) -> String {  // stands in for Bcrypt, which hummingbird-auth has
    String(text.utf8.reduce(1) { ($0 ^ UInt128($1)) &* (1 << 88 | 315) } | 1 << 127, radix: 16)
}

func addRoutes(to router: Router<AppContext>) {
    router.post("/members") { request, context in
        var new = try await request.decode(as: Member.self, context: context)
        if new.password.count < 8 { throw HTTPError(.unprocessableContent, message: "\(new)") }
        return try members.withLock { members in
            if let old = members[new.email] { throw HTTPError(.conflict, message: "\(old)") }
            (new.id, new.password) = (members.count + 1, hash(new.email + new.password))
            members[new.email] = new
            return EditedResponse(status: .created, response: new)
        }
    }
    router.get("/members") { _, _ in members.withLock { Array($0.values) } }
    router.post("/login") { request, context in
        let sent = try await request.decode(as: Member.self, context: context)
        let member = members.withLock { $0[sent.email] }
        if member?.password != hash(sent.email + sent.password) { throw HTTPError(.unauthorized) }
        return member
    }
}
