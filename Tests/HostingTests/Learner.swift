import Foundation
import Hosting

/// The learner of the tests: a folder with a file, and an interpreter.
enum Learner {
    /// A WSGI app whose answer has no end, and which says when it is closed.
    static let endlessApp = """
        def app(environ, start_response):
            start_response("200 OK", [])
            def parts():
                try:
                    while True:
                        yield b"x" * 65536
                finally:
                    print("closed")
            return parts()
        """

    /// Runs `body` with a host.
    static func withHost<R: Sendable>(_ body: (AppHost) async throws -> R) async throws -> R {
        let interpreter = try await TestPython.interpreter()
        return try await AppHost.withHost(.init(interpreter: interpreter)) { try await body($0) }
    }

    /// Serves a source text for the duration of `body`.
    static func withApp<R: Sendable>(
        _ source: String, configure: (inout App) -> Void = { _ in },
        _ body: (HostedApp) async throws -> R
    ) async throws -> R {
        try await withFolder(["app.py": source]) { folder in
            var app = App(.file(folder + "/app.py"))
            configure(&app)
            return try await withHost { host in
                try await host.withApp(app) { try await body($0) }
            }
        }
    }

    /// Returns how the start of a source text fails.
    static func failure(
        _ source: String, configure: (inout App) -> Void = { _ in }
    ) async throws -> StartFailure? {
        try await withApp(source, configure: configure) { hosted in
            guard case .failed(let failure) = await hosted.start else { return nil }
            return failure
        }
    }

    /// Makes a folder with files for the duration of `body`.
    static func withFolder<R: Sendable>(
        _ files: [String: String], _ body: (String) async throws -> R
    ) async throws -> R {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("learner-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try text.write(
                to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        return try await body(folder.path)
    }
}

/// The interpreter that the tests use.
enum TestPython {
    /// `ROUTELINGS_TEST_PYTHON`, or else the private environment, made at the first use.
    static func interpreter() async throws -> String {
        let variables = ProcessInfo.processInfo.environment
        if let path = variables["ROUTELINGS_TEST_PYTHON"] { return path }
        let home = variables["ROUTELINGS_HOME"].map { $0 + "/cache" }
        let cache = variables["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache"
        return try await PythonEnvironment(cache: home ?? cache + "/routelings").prepare()
    }
}
