import Foundation
import Hosting
import Testing

/// Whatever an app starts, and whoever is killed: nothing is left.
@Suite(.serialized) struct ProcessEndTests {
    /// Starts a grandchild that leaves the process group and ignores SIGTERM, and answers its pid.
    static let stubborn = """
        import os, signal, time

        def app(environ, start_response):
            reading, writing = os.pipe()
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    os.write(writing, str(os.getpid()).encode())
                    while True:
                        time.sleep(60)
                os._exit(0)
            start_response("200 OK", [])
            return [os.read(reading, 20)]
        """
    static let parents = """
        import os
        def app(environ, start_response):
            start_response("200 OK", [])
            nursery = os.getppid()
            with open(f"/proc/{nursery}/stat") as file:
                keeper = file.read().rpartition(")")[2].split()[1]
            return [f"{os.getpid()} {nursery} {keeper}".encode()]
        """

    /// A dead process that nobody has collected yet still takes signals: it does not count.
    private func isAlive(_ pid: Int32) -> Bool {
        guard kill(pid, 0) == 0 else { return false }
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        return stat?.contains(") Z ") != true
    }

    @Test func endsAGrandchildThatEscapedItsGroup() async throws {
        let pid = try await Learner.withApp(Self.stubborn) { hosted in
            try #require(Int32(try await RawClient.get(hosted.port, "/").body))
        }
        #expect(!isAlive(pid))
    }

    @Test func reportsWhatAnAppLeftBehindWhenItEndsItself() async throws {
        let source = Self.stubborn.replacingOccurrences(
            of: "    reading, writing",
            with: "    if environ['PATH_INFO'] == '/end': os._exit(1)\n    reading, writing")
        try await Learner.withApp(source) { hosted in
            let pid = try #require(Int(try await RawClient.get(hosted.port, "/").body))
            _ = try await RawClient.get(hosted.port, "/end")
            let record = await hosted.record()
            #expect(record.leftovers.map(\.pid) == [pid])
            #expect(!isAlive(Int32(pid)))
        }
    }

    @Test func endsAChildAtImportThatIgnoresSIGTERM() async throws {
        let source = """
            import os, signal, time
            reading, writing = os.pipe()
            if os.fork() == 0:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                os.write(writing, str(os.getpid()).encode())
                while True:
                    time.sleep(60)
            raise ValueError(os.read(reading, 20).decode())
            """
        let failure = try #require(await Learner.failure(source))
        let pid = try #require(Int32(failure.traceback?.message ?? ""))
        #expect(!isAlive(pid))
    }

    #if os(Linux)
        @Test func startsAnotherNurseryWhenOneIsKilled() async throws {
            try await Learner.withApp(Self.parents) { hosted in
                let before = try await pids(hosted)
                kill(before[1], SIGKILL)
                for await case .ended in hosted.events { break }
                #expect(await hosted.record().end == .unsupervised)
                #expect(!isAlive(before[0]))
                guard case .ready = try await hosted.reload() else {
                    Issue.record("\(await hosted.start)")
                    return
                }
                #expect(try await pids(hosted)[1] != before[1])
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func startsAnotherKeeperWhenOneIsKilled() async throws {
            try await Learner.withApp(Self.parents) { hosted in
                let before = try await pids(hosted)
                kill(before[2], SIGKILL)
                for await case .ended in hosted.events { break }
                #expect(await hosted.unaskedEnd == .unsupervised)
                guard case .ready = try await hosted.reload() else {
                    Issue.record("\(await hosted.start)")
                    return
                }
                let after = try await pids(hosted)
                #expect(after[2] != before[2])
                #expect(!isAlive(before[0]))
                #expect(await hosted.unaskedEnd == nil)
                // A zombie takes signals until it is collected.
                while kill(before[2], 0) == 0 { await Task.yield() }
            }
        }

        @Test func endsEverythingWithTheHost() async throws {
            let all = try await Learner.withApp(Self.parents) { try await pids($0) }
            #expect(all.filter(isAlive).isEmpty)
        }

        private func pids(_ hosted: HostedApp) async throws -> [Int32] {
            try await RawClient.get(hosted.port, "/").body.split(separator: " ")
                .compactMap { Int32($0) }
        }
    #endif

    @Test func removesItsFolderAndSweepsThoseOfTheDead() async throws {
        try await Learner.withFolder([:]) { folder in
            let dead = folder + "/routelings-0123456789abcdef"
            try FileManager.default.createDirectory(
                atPath: dead, withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: dead + "/owner"))
            // Of these one had not got its name yet, and one was being removed.
            let halves = [".routelings-0123456789abcdef", "routelings-fedcba9876543210"]
            // And these are other people's.
            let others = ["routelings-main", ".routelings-mine", "routelings-0123456789ABCDEF"]
            for half in halves + others {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(half)", withIntermediateDirectories: true)
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -120)],
                    ofItemAtPath: "\(folder)/\(half)")
            }
            let configuration = HostConfiguration(
                interpreter: try await TestPython.interpreter(), runDirectoryParent: folder)
            try await AppHost.withHost(configuration) { host in
                await host.warm(preload: [])
                let names = try FileManager.default.contentsOfDirectory(atPath: folder)
                #expect(names.count == 1 + others.count)
                #expect(!names.contains("routelings-0123456789abcdef"))
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                    == others.sorted())
        }
    }

    @Test func saysThatTheInterpreterCannotBeStarted() async throws {
        await #expect {
            try await AppHost.withHost(.init(interpreter: "/nowhere/python")) { host in
                try await host.withApp(App(.file("app.py"))) { _ in }
            }
        } throws: { error in
            "\(error)".hasPrefix("Python at /nowhere/python could not be started")
        }
    }

    @Test func saysThatThereIsNoSuchHost() async throws {
        await #expect {
            try await Learner.withApp(Self.parents) {
                $0.host = "no such host"
            } _: { _ in
            }
        } throws: { error in
            "\(error)".hasPrefix("no such host:0 could not be opened: there is no such host. ")
        }
    }

    @Test func saysThatThePortIsTaken() async throws {
        try await Learner.withApp(Self.parents) { hosted in
            let port = hosted.port
            await #expect {
                try await Learner.withApp(Self.parents) {
                    $0.port = port
                } _: { _ in
                }
            } throws: { error in
                "\(error)".hasPrefix(
                    "127.0.0.1:\(port) could not be opened: Address already in use")
            }
        }
    }
}
