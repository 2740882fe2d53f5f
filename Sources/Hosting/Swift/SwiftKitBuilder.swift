import Foundation
import NIOCore

/// Builds the kit in its folder, and goes on where an interrupted build has stopped.
struct SwiftKitBuilder: Sendable {
    let kit: SwiftKit
    let toolchain: SwiftToolchain
    /// Runs a program to its end, with a folder, variables and what is to be done with each line.
    let run:
        @Sendable (
            _ arguments: [String], _ directory: String, _ environment: [String: String],
            _ onLine: @escaping @Sendable (String) -> Void
        ) async throws -> ProgramEnd

    private static let module = "RoutelingsKit"

    /// Brings the kit about; the mark that it is whole is written last.
    ///
    /// - Throws: `SwiftKitError`.
    func build(_ progress: @escaping @Sendable (SwiftKit.Progress) -> Void) async throws {
        let identity = kit.identity(toolchain)
        kit.invalidate()
        try layOut()
        progress(.init(done: 0, total: 0, name: "fetching Hummingbird"))
        try await compile(progress)
        let flags = try flags()
        let plan = try await plan(flags)
        progress(.init(done: 1, total: 1, name: "warming the compiler's cache"))
        try await warm(plan)
        try write { try plan.write(to: kit.planPath) }
        let mark = KitMark(identity: identity, paths: files(flags, plan))
        try write { try mark.write(to: kit.markPath) }
    }

    /// Puts the package's sources in place; what was built of them before is kept, unless another
    /// toolchain built it, or it was built in another folder.
    private func layOut() throws {
        try write {
            let files = FileManager.default
            if !kit.isBuilt(with: toolchain) {
                // What is not there need not be removed.
                try? files.removeItem(atPath: kit.package)
                try? files.removeItem(atPath: kit.modules)
            }
            // Programs of another kit are no use to this one.
            try? files.removeItem(atPath: kit.apps)
            try layOutSources()
            try files.createDirectory(atPath: kit.apps, withIntermediateDirectories: true)
            try kit.builtWith(toolchain).write(to: URL(fileURLWithPath: kit.builtWithPath))
        }
    }

    /// Files that are as they should be are not touched: the package manager goes by their times.
    private func layOutSources() throws {
        let files = FileManager.default
        let sources = SwiftKit.sources()
        let known = Set(sources.map(\.path))
        let found = files.enumerator(atPath: kit.package + "/Sources")?.compactMap { $0 as? String }
        for path in found ?? [] where path.hasSuffix(".swift") && !known.contains("Sources/" + path)
        {
            try files.removeItem(atPath: "\(kit.package)/Sources/\(path)")
        }
        for (path, text) in sources {
            let file = URL(fileURLWithPath: "\(kit.package)/\(path)")
            let data = Data(text.utf8)
            if files.contents(atPath: file.path) == data { continue }
            try files.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: file)
        }
    }

    private func compile(_ progress: @escaping @Sendable (SwiftKit.Progress) -> Void) async throws {
        let arguments = [
            toolchain.packageManager, "build", "--package-path", kit.package, "--scratch-path",
            kit.package + "/.build", "--build-system", "native", "--product", Self.module,
            "--disable-index-store", "-debug-info-format", "none", "-Xswiftc", "-gnone",
        ]
        let reader = SwiftBuildProgress()
        let end = try await run(arguments, kit.package, [:]) { line in
            if let step = reader.read(line) { progress(step) }
        }
        guard end.isSuccess else {
            throw SwiftKitError.classify(end.output, folder: kit.folder)
        }
    }

    private func flags() throws -> KitFlags {
        let path = kit.package + "/.build/debug/description.json"
        guard let data = FileManager.default.contents(atPath: path),
            let flags = KitFlags(description: data, module: Self.module)
        else {
            throw SwiftKitError.failed(
                output: "The package manager left no description of the build in \(path).")
        }
        return flags
    }

    /// Asks the compiler's driver how it would compile a learner's file.
    private func plan(_ flags: KitFlags) async throws -> CompilePlan {
        let source = "/routelings-learner/Routes.swift"
        let start = kit.package + "/Start/Start.swift"
        let program = "/routelings-learner/program"
        let library = URL(fileURLWithPath: flags.modules).deletingLastPathComponent().path
        let linker = toolchain.hasLLVMLinker ? ["-use-ld=lld"] : []
        let arguments =
            [
                toolchain.compiler, "-###", "-emit-executable", "-module-name", "Routes",
                "-parse-as-library", "-whole-module-optimization", "-Onone", "-gline-tables-only",
                "-suppress-warnings", "-diagnostic-style=llvm", "-module-cache-path",
                kit.modules, "-I", flags.modules, "-L", library, "-l" + Self.module,
                "-Xlinker", "-rpath", "-Xlinker", library,
            ] + linker + flags.arguments + [source, start, "-o", program]
        let end = try await run(arguments, kit.folder, ["TMPDIR": kit.folder]) { _ in }
        let plan = CompilePlan(
            driverOutput: end.output, source: source, program: program, temporary: kit.folder,
            start: start)
        guard end.isSuccess, let plan else {
            throw SwiftKitError.failed(
                output: "The compiler did not say how it compiles: " + end.output)
        }
        return plan
    }

    /// Compiles a small file, so that the first of a learner's finds the modules read already; and
    /// so that a kit which cannot be compiled against is never called whole.
    private func warm(_ plan: CompilePlan) async throws {
        let scratch = kit.folder + "/warm"
        let source = kit.package + "/Start/Warm.swift"
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        try write {
            try FileManager.default.createDirectory(
                atPath: scratch, withIntermediateDirectories: true)
        }
        for job in plan.jobs(source: source, program: scratch + "/program", scratch: scratch) {
            let end = try await run(job, scratch, [:]) { _ in }
            guard end.isSuccess else { throw SwiftKitError.failed(output: end.output) }
        }
    }

    /// All that a compile reads of the kit.
    private func files(_ flags: KitFlags, _ plan: CompilePlan) -> [String] {
        let library = URL(fileURLWithPath: flags.modules).deletingLastPathComponent().path
        let files = FileManager.default
        // A folder that is not there has no files; the compile before this has needed it.
        let modules = (try? files.contentsOfDirectory(atPath: flags.modules)) ?? []
        let libraries = (try? files.contentsOfDirectory(atPath: library)) ?? []
        return [kit.planPath, plan.start] + plan.jobs.map { $0[0] }
            + modules.filter { $0.hasSuffix(".swiftmodule") }.map { "\(flags.modules)/\($0)" }
            + libraries.filter { $0.hasPrefix("lib\(Self.module).") }.map { "\(library)/\($0)" }
    }

    private func write(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw SwiftKitError.folder(path: kit.folder, reason: error.localizedDescription)
        }
    }
}

extension AppHost {
    /// Makes the kit ready: at once when it is, else by building it, which takes minutes.
    ///
    /// Two builders at once are safe: the second waits for the first. Everything that is started
    /// for it ends with the host. A build that was interrupted goes on where it stopped.
    ///
    /// - Parameters:
    ///   - kit: what is to be ready.
    ///   - progress: called as steps are done, from any thread.
    /// - Throws: `SwiftKitError`, `HostingError`.
    package func prepare(
        _ kit: SwiftKit, progress: @escaping @Sendable (SwiftKit.Progress) -> Void
    ) async throws {
        let toolchain = try SwiftToolchain.find()
        if kit.isReady { return }
        try kit.makeFolder()
        let lock = try await CommandRun.blocking {
            try FolderLock(path: kit.folder + "/lock") {
                progress(.init(done: 0, total: 0, name: FolderLock.waiting))
            }
        }
        defer { lock.release() }
        if kit.isReady { return }
        let builder = SwiftKitBuilder(kit: kit, toolchain: toolchain) {
            arguments, directory, environment, onLine in
            try await self.run(
                arguments, in: directory, environment: environment, onLine: onLine)
        }
        try await withTaskCancellationHandler {
            try await builder.build(progress)
        } onCancel: {
            self.endPrograms()
        }
    }
}
