import Hummingbird
import RoutelingsKit
import Synchronization

struct Member: ResponseCodable { var id: Int?, name: String?, email, password: String }
struct Shown: ResponseEncodable { var id: Int?, name: String?, email: String }
let members = Mutex<[String: Member]>([:])

func hash(_ text: String) -> String {  // stands in for Bcrypt, which hummingbird-auth has
    String(text.utf8.reduce(1) { ($0 ^ UInt128($1)) &* (1 << 88 | 315) } | 1 << 127, radix: 16)
}

func shown(_ member: Member) -> Shown {
    Shown(id: member.id, name: member.name, email: member.email)
}

func addRoutes(to router: Router<AppContext>) {
    router.post("/members") { request, context in
        var new = try await request.decode(as: Member.self, context: context)
        if new.password.count < 8 { throw HTTPError(.unprocessableContent) }
        return try members.withLock { members in
            if members[new.email] != nil { throw HTTPError(.conflict) }
            (new.id, new.password) = (members.count + 1, hash(new.email + new.password))
            members[new.email] = new
            return EditedResponse(status: .created, response: shown(new))
        }
    }
    router.get("/members") { _, _ in members.withLock { $0.values.map(shown) } }
    router.post("/login") { request, context in
        let sent = try await request.decode(as: Member.self, context: context)
        let member = members.withLock { $0[sent.email] }
        if member?.password != hash(sent.email + sent.password) { throw HTTPError(.unauthorized) }
        return member
    }
}
