import Foundation
import Testing

@testable import Hosting

/// The kit: what is read of its build, and when it counts as whole.
struct SwiftKitTests {
    @Test func readsTheDriversPlanWithPlaceholders() throws {
        let output = """
            /t/swift-frontend -frontend -c /l/Routes.swift /k/Start.swift -Xcc '-DNAME=a b' -o /tmp/x/TemporaryDirectory.aZ9/Routes-1.o
            /t/clang /tmp/x/TemporaryDirectory.aZ9/Routes-1.o @/tmp/x/TemporaryDirectory.aZ9/Routes-2.autolink -o /l/program
            """
        let plan = try #require(
            CompilePlan(
                driverOutput: output, source: "/l/Routes.swift", program: "/l/program",
                temporary: "/tmp/x", start: "/k/Start.swift"))
        let jobs = plan.jobs(source: "/a/R.swift", program: "/b/p", scratch: "/c")
        #expect(jobs[0].contains("/a/R.swift"))
        #expect(jobs[0].contains("-DNAME=a b"))
        #expect(jobs[0].last == "/c/Routes-1.o")
        #expect(jobs[1] == ["/t/clang", "/c/Routes-1.o", "@/c/Routes-2.autolink", "-o", "/b/p"])
    }

    @Test func refusesAPlanThatCompilesNothing() {
        #expect(
            CompilePlan(
                driverOutput: "error: no such flag\n", source: "/l/Routes.swift",
                program: "/l/program", temporary: "/tmp", start: "/k/Start.swift") == nil)
    }

    @Test func takesFromTheBuildWhatHoldsForLearnersToo() throws {
        let description = """
            {"swiftCommands": {"C.Kit.module": {"moduleName": "Kit", "importPath": "/b/Modules",
              "otherArguments": ["-target", "x86", "-index-store-path", "/i", "-Onone", "-DDEBUG",
                "-Xcc", "-I", "-Xcc", "/c/include", "-enable-upcoming-feature", "ExistentialAny",
                "-swift-version", "6"]}}}
            """
        let flags = try #require(KitFlags(description: Data(description.utf8), module: "Kit"))
        #expect(flags.modules == "/b/Modules")
        #expect(
            flags.arguments == [
                "-target", "x86", "-Onone", "-DDEBUG", "-Xcc", "-I", "-Xcc", "/c/include",
                "-swift-version", "6",
            ])
    }

    @Test(arguments: [
        ("[12/345] Compiling NIOCore ByteBuffer.swift", 12, 345, "NIOCore"),
        ("[7/9] Emitting module Hummingbird", 7, 9, "Hummingbird"),
        ("Fetching https://example.com/swift-nio.git", 0, 0, "fetching swift-nio.git"),
    ])
    func readsProgress(line: String, done: Int, total: Int, name: String) {
        #expect(
            SwiftBuildProgress().read(line) == .init(done: done, total: total, name: name))
    }

    @Test(arguments: [
        ("error: Failed to clone repository https://x:\n fatal: Could not resolve host", "network"),
        ("error: Git command 'git -C /c config' failed: fatal: cannot change to '/c'", "fetched"),
        ("error: no versions of 'hummingbird' match the requirement 2.28.1", "network"),
        ("error: write: No space left on device", "no room left"),
        ("error: 'kit': package 'kit' is using Swift tools version 6.2.0 but", "6.2 or later"),
        ("a.swift:3:1: error: something else", "something else"),
    ])
    func saysWhyTheBuildFailed(output: String, said: String) {
        #expect("\(SwiftKitError.classify(output, folder: "/f"))".contains(said))
    }

    @Test func noticesThatAFileOfItsOwnHasChanged() async throws {
        try await Learner.withFolder(["library": "whole"]) { folder in
            let path = folder + "/library"
            let mark = KitMark(identity: "a", paths: [path])
            #expect(mark.isValid(for: "a"))
            #expect(!mark.isValid(for: "b"))
            try Data("brok".utf8).write(to: URL(fileURLWithPath: path))
            #expect(!mark.isValid(for: "a"))
            try FileManager.default.removeItem(atPath: path)
            #expect(!mark.isValid(for: "a"))
        }
    }

    @Test func findsAProgramOnlyByTheWholeContentOfItsSource() async throws {
        try await Learner.withFolder([:]) { folder in
            let apps = CompiledApps(folder: folder)
            let key = CompiledApps.Key(path: "/l/Routes.swift", source: Data("a".utf8))
            #expect(apps.program(for: key) == nil)
            let entry = try apps.begin(key)
            try Data().write(to: URL(fileURLWithPath: entry.program))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: entry.program)
            let program = try apps.keep(entry, for: key)
            #expect(apps.program(for: key) == program)
            let other = CompiledApps.Key(path: "/l/Routes.swift", source: Data("b".utf8))
            #expect(apps.program(for: other) == nil)
            // Another content under the same name, as after a collision.
            let source = URL(fileURLWithPath: program).deletingLastPathComponent().path + "/source"
            try Data("b".utf8).write(to: URL(fileURLWithPath: source))
            #expect(apps.program(for: key) == nil)
        }
    }

    @Test func twoProcessesMayKeepTheSameProgram() async throws {
        try await Learner.withFolder([:]) { folder in
            let key = CompiledApps.Key(path: "/l/Routes.swift", source: Data("a".utf8))
            let apps = [CompiledApps(folder: folder), CompiledApps(folder: folder)]
            let entries = try apps.map { try $0.begin(key) }
            for entry in entries {
                try Data().write(to: URL(fileURLWithPath: entry.program))
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o755], ofItemAtPath: entry.program)
            }
            let first = try apps[0].keep(entries[0], for: key)
            let look = KitMark.Look(of: first)
            // It may be running: it stays what it is.
            #expect(try apps[1].keep(entries[1], for: key) == first)
            #expect(KitMark.Look(of: first) == look)
        }
    }

    @Test func aKitThatWasMovedIsBuiltAnew() async throws {
        try await Learner.withFolder([:]) { folder in
            let toolchain = try SwiftToolchain.find()
            let (here, there) = (SwiftKit(cache: folder + "/a"), SwiftKit(cache: folder + "/b"))
            try here.makeFolder()
            try here.builtWith(toolchain).write(to: URL(fileURLWithPath: here.builtWithPath))
            try KitMark(identity: here.identity(toolchain), paths: [here.builtWithPath])
                .write(to: here.markPath)
            #expect(here.isReady)
            try FileManager.default.copyItem(atPath: folder + "/a", toPath: folder + "/b")
            #expect(!there.isReady)
            #expect(here.isBuilt(with: toolchain))
            #expect(!there.isBuilt(with: toolchain))
        }
    }

    @Test func isNotReadyBeforeItIsBuilt() async throws {
        try await Learner.withFolder([:]) { folder in
            let kit = SwiftKit(cache: folder)
            #expect(!kit.isReady)
        }
    }

    @Test func anAppWithoutAKitIsAFailureOfOurs() async throws {
        try await Learner.withFolder(["Routes.swift": ""]) { folder in
            let interpreter = try await TestPython.interpreter()
            let kit = SwiftKit(cache: folder)
            let configuration = HostConfiguration(interpreter: interpreter, swiftKit: kit)
            try await AppHost.withHost(configuration) { host in
                let app = App(.routes(folder + "/Routes.swift"))
                let outcome = try await host.withApp(app) { await $0.start }
                guard case .failed(let failure) = outcome else {
                    Issue.record("started")
                    return
                }
                #expect(failure.kind == .toolchain)
                #expect(failure.message.contains("has not been built yet"))
            }
        }
    }
}

/// Programs that the keeper runs for us, such as compilers.
struct KeptProgramsTests {
    @Test func aProgramTellsItsOutputAndItsEnd() async throws {
        let interpreter = try await TestPython.interpreter()
        let end = try await AppHost.withHost(.init(interpreter: interpreter)) { host in
            try await host.run(["/bin/sh", "-c", "echo one; echo two >&2; exit 3"], in: "/") { _ in
            }
        }
        #expect(end.output == "one\ntwo\n")
        #expect(end.status == 3 << 8)
    }

    @Test func aProgramThatIsNotThereHasFailed() async throws {
        let interpreter = try await TestPython.interpreter()
        let end = try await AppHost.withHost(.init(interpreter: interpreter)) { host in
            try await host.run(["/nowhere/swiftc"], in: "/") { _ in }
        }
        #expect(!end.isSuccess)
        #expect(end.output.contains("/nowhere/swiftc"))
    }

    @Test func programsEndWithTheHostThatRunsThem() async throws {
        let interpreter = try await TestPython.interpreter()
        let (pids, told) = AsyncStream.makeStream(of: Int32.self)
        let (pid, run) = try await AppHost.withHost(.init(interpreter: interpreter)) { host in
            let run = Task {
                try await host.run(["/bin/sh", "-c", "echo $$; exec sleep 60"], in: "/") { line in
                    if let pid = Int32(line) { told.yield(pid) }
                }
            }
            return (await pids.first { _ in true }, run)
        }
        await #expect(throws: (any Error).self) { try await run.value }
        #expect(kill(try #require(pid), 0) != 0)
    }
}
