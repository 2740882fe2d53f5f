import Foundation
import Testing

@testable import Grading

@Suite struct EventStreamTests {
    /// A server that sends `text` to its one client and then leaves, or says nothing more.
    private final class Mute: Sendable {
        let port: Int
        private let listener: Int32

        init(saying text: String, leaves: Bool = false) throws {
            #if canImport(Glibc)
                let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            #else
                let listener = socket(AF_INET, SOCK_STREAM, 0)
            #endif
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let bound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, size) == 0 && listen(listener, 1) == 0
                        && getsockname(listener, $0, &size) == 0
                }
            }
            try #require(bound)
            (self.listener, port) = (listener, Int(UInt16(bigEndian: address.sin_port)))
            DispatchQueue.global().async {
                let client = accept(listener, nil, nil)
                var request = [UInt8](repeating: 0, count: 4_096)
                _ = read(client, &request, request.count)
                _ = write(client, text, text.utf8.count)
                if leaves { close(client) }
            }
        }

        deinit { close(listener) }
    }

    private static let begun = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nbegun"

    private func open(_ server: Mute, limit: Duration) async throws -> EventStream.Opening {
        // It listens until the answer is there.
        defer { withExtendedLifetime(server) {} }
        return try await EventStream.open(
            Request(method: "GET", target: "/"), port: server.port, limit: limit)
    }

    /// The limit is long for a busy machine, and reached in one of the cases.
    @Test(arguments: [true, false])
    func anotherAnswerWithoutItsEndIsShownAsFarAsItCame(leaves: Bool) async throws {
        let server = try Mute(saying: Self.begun, leaves: leaves)
        guard case .other(let answer) = try await open(server, limit: .seconds(5)) else {
            Issue.record("taken for a stream of events")
            return
        }
        #expect(answer.text == "begun")
        #expect(!answer.isComplete)
    }

    @Test func whoSaysNothingHasNotAnswered() async throws {
        let server = try Mute(saying: "")
        await #expect(throws: NoAnswer.timedOut(.milliseconds(300))) {
            _ = try await open(server, limit: .milliseconds(300))
        }
    }
}
