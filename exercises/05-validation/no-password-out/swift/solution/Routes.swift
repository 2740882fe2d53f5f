// Members, and what others may see of them.

import Hummingbird
import RoutelingsKit
import Synchronization

struct NewMember: Decodable {
    var name: String
    var email: String
    var password: String
}

struct Credentials: Decodable {
    var email: String
    var password: String
}

/// What others may see.
struct Member: ResponseEncodable {
    var id: Int
    var name: String
    var email: String
}

/// What is kept. It cannot be encoded, so it cannot be an answer.
struct StoredMember {
    var shown: Member
    var hash: String
}

let members = Mutex<[String: StoredMember]>([:])

// Stands in for Bcrypt, which hummingbird-auth has.
func hash(_ text: String) -> String {
    let sum = text.utf8.reduce(1) { ($0 ^ UInt128($1)) &* (1 << 88 | 315) }
    return String(sum | 1 << 127, radix: 16)
}

func addRoutes(to router: Router<AppContext>) {
    router.post("/members") { request, context in
        let new = try await request.decode(
            as: NewMember.self, context: context)
        guard new.password.count >= 8 else {
            throw HTTPError(
                .unprocessableContent,
                message: "A password has at least 8 characters.")
        }
        let shown = try members.withLock { members in
            guard members[new.email] == nil else {
                throw HTTPError(.conflict, message: "This email is taken.")
            }
            let shown = Member(
                id: members.count + 1, name: new.name, email: new.email)
            members[new.email] = StoredMember(
                shown: shown, hash: hash(new.email + new.password))
            return shown
        }
        return EditedResponse(status: .created, response: shown)
    }
    router.get("/members") { _, _ in
        members.withLock { $0.values.map(\.shown) }
    }
    router.post("/login") { request, context in
        let sent = try await request.decode(
            as: Credentials.self, context: context)
        guard let member = members.withLock({ $0[sent.email] }),
            member.hash == hash(sent.email + sent.password)
        else {
            throw HTTPError(.unauthorized)
        }
        return member.shown
    }
}
