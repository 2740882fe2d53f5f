import Foundation
import Hosting
import Testing

#if os(Linux)
    /// The process that a nursery keeps ready for the next run.
    @Suite(.serialized, .timeLimit(.minutes(1))) struct SpareTests {
        private static let app = """
            import os

            def app(environ, start_response):
                start_response("200 OK", [])
                return [f"{os.getpid()} {os.getppid()}".encode()]
            """

        @Test func isThereOnceTwoWorkersWereAskedForAndIsTheThird() async throws {
            try await Learner.withApp(Self.app) { hosted in
                let (first, nursery) = try await pids(hosted)
                #expect(children(of: nursery) == [first])
                _ = try await hosted.reload()
                let spare = try await self.spare(hosted)
                _ = try await hosted.reload()
                #expect(try await pids(hosted).worker == spare)
            }
        }

        @Test func anotherWorkerIsForkedInThePlaceOfOneThatWasKilled() async throws {
            try await Learner.withApp(Self.app) { hosted in
                _ = try await hosted.reload()
                let spare = try await self.spare(hosted)
                let nursery = try await pids(hosted).nursery
                kill(spare, SIGKILL)
                while children(of: nursery).contains(spare) { await Task.yield() }
                guard case .ready = try await hosted.reload() else {
                    Issue.record("\(await hosted.start)")
                    return
                }
                #expect(try await pids(hosted).worker != spare)
            }
        }

        @Test func endsWithTheHost() async throws {
            let spare = try await Learner.withApp(Self.app) { hosted in
                _ = try await hosted.reload()
                return try await self.spare(hosted)
            }
            #expect(kill(spare, 0) != 0)
        }

        private func pids(_ hosted: HostedApp) async throws -> (worker: Int32, nursery: Int32) {
            let pids = try await RawClient.get(hosted.port, "/").body.split(separator: " ")
                .compactMap { Int32($0) }
            try #require(pids.count == 2)
            return (pids[0], pids[1])
        }

        /// Waits for the nursery's child that is not the worker of `hosted`.
        private func spare(_ hosted: HostedApp) async throws -> Int32 {
            let (worker, nursery) = try await pids(hosted)
            while true {
                let others = children(of: nursery).filter { $0 != worker }
                if others.count == 1 { return others[0] }
                await Task.yield()
            }
        }

        private func children(of pid: Int32) -> [Int32] {
            let path = "/proc/\(pid)/task/\(pid)/children"
            let text = try? String(contentsOfFile: path, encoding: .utf8)
            return text?.split(separator: " ").compactMap { Int32($0) } ?? []
        }
    }
#endif
