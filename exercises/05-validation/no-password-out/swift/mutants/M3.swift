import Hummingbird
import RoutelingsKit
import Synchronization

struct Sent: Decodable { var name: String?, email, password: String }
struct Member: ResponseEncodable { var id: Int, name: String?, email: String, hash: String? }
let members = Mutex<[String: Member]>([:])

func hash(_ text: String) -> String {  // stands in for Bcrypt, which hummingbird-auth has
    String(text.utf8.reduce(1) { ($0 ^ UInt128($1)) &* (1 << 88 | 315) } | 1 << 127, radix: 16)
}

func shown(_ email: String) -> Member? {
    members.withLock { members in
        members[email]?.hash = nil
        return members[email]
    }
}

func addRoutes(to router: Router<AppContext>) {
    router.post("/members") { request, context in
        let new = try await request.decode(as: Sent.self, context: context)
        if new.password.count < 8 { throw HTTPError(.unprocessableContent) }
        try members.withLock { members in
            if members[new.email] != nil { throw HTTPError(.conflict) }
            members[new.email] = Member(
                id: members.count + 1, name: new.name, email: new.email,
                hash: hash(new.email + new.password))
        }
        return EditedResponse(status: .created, response: shown(new.email))
    }
    router.get("/members") { _, _ in members.withLock { Array($0.keys) }.compactMap(shown) }
    router.post("/login") { request, context in
        let sent = try await request.decode(as: Sent.self, context: context)
        let member = members.withLock { $0[sent.email] }
        guard let member, member.hash == hash(sent.email + sent.password) else {
            throw HTTPError(.unauthorized)
        }
        return shown(member.email)
    }
}
