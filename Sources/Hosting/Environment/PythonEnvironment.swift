import Foundation

/// The private virtual environment that learners' apps run in, made on first use.
package struct PythonEnvironment: Sendable {
    /// How far the making of an environment is.
    package struct Progress: Sendable, Equatable {
        /// Packages done.
        package var done: Int
        /// Packages in all.
        package var total: Int
        /// What is being done: a package's name, or a step.
        package var name: String

        /// Describes a step.
        package init(done: Int, total: Int, name: String) {
            self.done = done
            self.total = total
            self.name = name
        }
    }

    /// The folder of the environment.
    package let folder: String

    /// Uses the folder `python` below a cache folder.
    package init(cache: String) {
        folder = cache + "/python"
    }

    /// The path of the environment's interpreter, whether or not it is there.
    package var interpreter: String { folder + "/bin/python" }

    /// Whether the environment is there, complete, and has what the present requirements say.
    ///
    /// Reads one small file and looks for another; no process is started.
    package var isReady: Bool {
        // An unreadable mark is no mark.
        let mark = try? String(contentsOfFile: markPath, encoding: .utf8)
        return mark == Requirements.pinned.fingerprint
            && FileManager.default.isExecutableFile(atPath: interpreter)
    }

    /// Returns the interpreter of the environment, which is made first if need be.
    ///
    /// Two callers at once are safe: the second waits for the first. A half-made environment is
    /// made again. The mark is written last.
    ///
    /// - Parameters:
    ///   - python: the Python to make it from; nil is the first on PATH that is new enough.
    ///   - progress: called as packages arrive, from any thread.
    /// - Returns: the path of the interpreter.
    /// - Throws: `PythonEnvironmentError`.
    package func prepare(
        from python: String? = nil, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> String {
        if isReady { return interpreter }
        try await CommandRun.blocking { try make(from: python, progress) }
        return interpreter
    }

    /// Looks whether a Python is new enough, and has the pinned packages in their versions.
    ///
    /// - Parameters:
    ///   - path: of the interpreter.
    ///   - packages: whether the packages matter.
    /// - Throws: `PythonEnvironmentError`.
    package static func verify(_ path: String, packages: Bool) async throws {
        try await CommandRun.blocking {
            guard let found = try PythonFinder.version(of: path) else {
                throw PythonEnvironmentError.notPython(path: path)
            }
            guard found >= PythonFinder.oldest else {
                throw PythonEnvironmentError.tooOld(path: path, version: found.description)
            }
            let wrong = packages ? try Requirements.pinned.missing(in: path) : []
            if !wrong.isEmpty {
                throw PythonEnvironmentError.packagesMissing(path: path, packages: wrong)
            }
        }
    }

    private var markPath: String { folder + "/routelings-complete" }

    private func make(from python: String?, _ progress: @Sendable (Progress) -> Void) throws {
        let lock = try FolderLock(path: folder + ".lock") {
            progress(Progress(done: 0, total: 0, name: FolderLock.waiting))
        }
        defer { lock.release() }
        if isReady { return }
        // What is there is half-made or of another version.
        try? FileManager.default.removeItem(atPath: folder)
        let base = try python ?? PythonFinder.find()
        let requirements = Requirements.pinned
        let total = requirements.names.count
        progress(Progress(done: 0, total: total, name: "making the environment"))
        try makeFolder(with: base)
        try install(requirements, progress)
        try Data(requirements.fingerprint.utf8).write(
            to: URL(fileURLWithPath: markPath), options: .atomic)
        progress(Progress(done: total, total: total, name: "ready"))
    }

    private func makeFolder(with base: String) throws {
        let run = try CommandRun.run([base, "-m", "venv", folder])
        guard run.status != 0 else { return }
        throw PythonEnvironmentError.classify(run.output, python: base, folder: folder)
    }

    private func install(
        _ requirements: Requirements, _ progress: @Sendable (Progress) -> Void
    ) throws {
        var reader = PipProgress(names: requirements.names)
        let arguments = [
            interpreter, "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
            "--no-deps", "--only-binary", ":all:", "--progress-bar", "off", "--retries", "1",
            "-r", Requirements.path,
        ]
        let run = try CommandRun.run(arguments) { line in
            if let step = reader.read(line) { progress(step) }
        }
        guard run.status != 0 else { return }
        throw PythonEnvironmentError.classify(run.output, python: interpreter, folder: folder)
    }
}
