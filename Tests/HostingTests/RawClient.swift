import Foundation
import NIOPosix

/// A client that sends exactly the bytes it is given.
struct RawClient: Sendable {
    /// What a client can meet on its way.
    struct Failure: Error {
        var step: String
        var code: Int32
    }

    /// More threads than any test has clients: a client that waits must not hold up another.
    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 32)
        pool.start()
        return pool
    }()

    private let socket: Int32
    /// The client's own port, by which exchanges are found.
    let port: Int

    init(port: Int) async throws {
        (socket, self.port) = try await Self.threads.runIfActive {
            try Self.connect(port)
        }
    }

    /// Connects for the duration of `body`.
    static func with<R: Sendable>(
        port: Int, _ body: (RawClient) async throws -> R
    ) async throws -> R {
        let client = try await RawClient(port: port)
        defer { client.close() }
        return try await body(client)
    }

    /// One request on a connection of its own; returns all that came until its end.
    static func get(_ port: Int, _ path: String, method: String = "GET") async throws -> Reply {
        try await with(port: port) { client in
            try await client.send(
                "\(method) \(path) HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            var reply = Reply(try await client.readToEnd())
            reply.clientPort = client.port
            return reply
        }
    }

    /// Asks for `/`, and leaves once `text` has come.
    static func leave(_ port: Int, after text: String) async throws {
        try await with(port: port) { client in
            try await client.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n")
            _ = try await client.read(until: text)
        }
    }

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await Self.threads.runIfActive { [socket] in
            var start = 0
            while start < bytes.count {
                let count = bytes[start...].withUnsafeBytes {
                    Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Failure(step: "send", code: errno) }
                start += count
            }
        }
    }

    /// Reads until the server closes.
    func readToEnd() async throws -> String {
        try await read { _ in false }
    }

    /// Reads until what has come contains `text`.
    func read(until text: String) async throws -> String {
        try await read { $0.contains(text) }
    }

    func read(_ isEnough: @escaping @Sendable (String) -> Bool) async throws -> String {
        try await Self.threads.runIfActive { [socket] in
            var all: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = recv(socket, &chunk, chunk.count, 0)
                if count < 0 { throw Failure(step: "recv", code: errno) }
                all += chunk[..<count]
                let text = String(decoding: all, as: UTF8.self)
                if count == 0 || isEnough(text) { return text }
            }
        }
    }

    /// Reads to the end of a head and no further.
    func readHead() async throws -> String {
        try await Self.threads.runIfActive { [socket] in
            var all: [UInt8] = []
            var byte: UInt8 = 0
            while !all.suffix(4).elementsEqual([13, 10, 13, 10]) {
                let got = recv(socket, &byte, 1, 0)
                if got < 0 { throw Failure(step: "recv", code: errno) }
                if got == 0 { break }
                all.append(byte)
            }
            return String(decoding: all, as: UTF8.self)
        }
    }

    /// Reads this many bytes, fewer only at the end.
    func read(exactly count: Int) async throws -> [UInt8] {
        try await Self.threads.runIfActive { [socket] in
            var all: [UInt8] = []
            while all.count < count {
                var chunk = [UInt8](repeating: 0, count: min(65_536, count - all.count))
                let got = recv(socket, &chunk, chunk.count, 0)
                if got < 0 { throw Failure(step: "recv", code: errno) }
                if got == 0 { break }
                all += chunk[..<got]
            }
            return all
        }
    }

    /// Sends all of `bytes`; false if the other side stops taking them for two seconds.
    func sendAtOnce(_ bytes: [UInt8]) async throws -> Bool {
        try await Self.threads.runIfActive { [socket] in
            var start = 0
            while start < bytes.count {
                let count = bytes[start...].withUnsafeBytes {
                    Foundation.send(
                        socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                }
                if count > 0 {
                    start += count
                    continue
                }
                guard errno == EAGAIN else { throw Failure(step: "send", code: errno) }
                var polled = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
                if poll(&polled, 1, 2_000) == 0 { return false }
            }
            return true
        }
    }

    /// Ends the client's side of the connection; it can still read.
    func endInput() {
        shutdown(socket, Int32(SHUT_WR))
    }

    /// Reads this many bytes, or to the end, and keeps none; returns how many there were.
    func skip(_ count: Int) async throws -> Int {
        try await Self.threads.runIfActive { [socket] in
            var chunk = [UInt8](repeating: 0, count: 65536)
            var seen = 0
            while seen < count {
                let got = recv(socket, &chunk, min(chunk.count, count - seen), 0)
                if got < 0 { throw Failure(step: "recv", code: errno) }
                if got == 0 { break }
                seen += got
            }
            return seen
        }
    }

    func close() {
        Foundation.close(socket)
    }

    private static func connect(_ port: Int) throws -> (Int32, Int) {
        #if os(Linux)
            let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let code = Foundation.connect(socket, pointer, size)
                return code == 0 ? getsockname(socket, pointer, &size) : code
            }
        }
        guard code == 0 else {
            let failure = Failure(step: "connect", code: errno)
            Foundation.close(socket)
            throw failure
        }
        return (socket, Int(in_port_t(bigEndian: address.sin_port)))
    }
}

/// A response cut into its parts; for ASCII bodies.
struct Reply: Sendable {
    var text: String
    var clientPort = 0

    init(_ text: String) {
        self.text = text
    }

    var status: Int { Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    /// The body, its chunks joined.
    var body: String {
        let body = text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
        guard field("transfer-encoding") == "chunked" else { return body }
        return body.components(separatedBy: "\r\n").enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map(\.element).joined()
    }
    var fields: [String] {
        let head = text.range(of: "\r\n\r\n").map { text[..<$0.lowerBound] } ?? text[...]
        return head.components(separatedBy: "\r\n").dropFirst().map { String($0) }
    }

    func field(_ name: String) -> String? {
        fields.first { $0.lowercased().hasPrefix(name + ":") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
}
