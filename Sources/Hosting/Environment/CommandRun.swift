import Foundation
import NIOPosix

/// One command run to its end; for making the environment, not for learners' code.
enum CommandRun {
    /// Runs a blocking body off the shared pool of threads.
    static func blocking<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R
    {
        try await NIOThreadPool.singleton.runIfActive(body)
    }

    /// Runs a command to its end; blocks.
    ///
    /// Standard output and error arrive as one, line by line.
    static func run(
        _ arguments: [String], onLine: (String) -> Void = { _ in }
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("PYTHON") && $0.key != "VIRTUAL_ENV"
        }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw PythonEnvironmentError.notPython(path: arguments[0])
        }
        var output = ""
        var rest = ""
        while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
            rest += String(decoding: data, as: UTF8.self)
            var lines = rest.components(separatedBy: "\n")
            rest = lines.removeLast()
            lines.forEach(onLine)
            output += lines.map { $0 + "\n" }.joined()
        }
        process.waitUntilExit()
        return (process.terminationStatus, output + rest)
    }
}

/// A lock on a file, held while an environment is made.
struct FolderLock {
    private let file: Int32

    /// What is told meanwhile.
    static let waiting = "waiting for another Routelings, which is at it"

    /// Waits for the lock; blocks.
    ///
    /// - Parameters:
    ///   - path: of the file, which is made where it is missing.
    ///   - whenBusy: called once where somebody else holds it.
    /// - Throws: `PythonEnvironmentError.folder`.
    init(path: String, whenBusy: () -> Void) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw PythonEnvironmentError.folder(
                path: folder.path, reason: error.localizedDescription)
        }
        file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw PythonEnvironmentError.folder(
                path: path, reason: String(cString: strerror(errno)))
        }
        if flock(file, LOCK_EX | LOCK_NB) == 0 { return }
        if errno == EWOULDBLOCK { whenBusy() }
        while flock(file, LOCK_EX) != 0 && errno == EINTR {}
    }

    func release() {
        close(file)
    }
}
