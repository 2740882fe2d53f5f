import Foundation
import Grading
import Hosting

/// Finds the interpreter that runs learners' files, and makes the private one where there is none.
struct PythonSetup: Sendable {
    /// The path given by `--python`; nil for the private environment.
    let explicit: String?
    let folders: Folders

    /// Takes the path of an interpreter, or a name that is looked for as the shell does it.
    init(explicit: String?, folders: Folders) {
        self.explicit = explicit.map(Self.found)
        self.folders = folders
    }

    private static func found(_ name: String) -> String {
        guard !name.contains("/"), !FileManager.default.fileExists(atPath: name) else {
            return name
        }
        return SearchPath.executables(name).first ?? name
    }

    /// The interpreter, made ready first where need be; one that was named has the packages.
    ///
    /// - Throws: `PythonEnvironmentError`; `GraderFailure` when there can be no folder for it.
    func interpreter(announcing progress: StandardErrorProgress) async throws -> String {
        if let explicit { try await PythonEnvironment.verify(explicit, packages: true) }
        return try await anyInterpreter(announcing: progress)
    }

    /// The same for apps that are not of the course: one that was named has what they import, and
    /// is taken as it is.
    func anyInterpreter(announcing progress: StandardErrorProgress) async throws -> String {
        if let explicit { return explicit }
        let environment = PythonEnvironment(cache: folders.cache)
        if environment.isReady { return environment.interpreter }
        do {
            try FileText.makeFolder(folders.cache)
        } catch {
            throw GraderFailure(
                kind: "setup",
                message: "\(error) Set ROUTELINGS_HOME to a folder that can be written to.")
        }
        progress.say("Preparing a private Python environment with Flask and FastAPI; once only.")
        let interpreter = try await environment.prepare { step in
            progress.show(step.done, of: step.total, step.name)
        }
        progress.finish()
        return interpreter
    }

    /// Says what is wrong with an interpreter that was taken as it is; asked where a start has failed.
    ///
    /// - Throws: `PythonEnvironmentError`.
    func examine() async throws {
        if let explicit { try await PythonEnvironment.verify(explicit, packages: false) }
    }
}
