/// Why there is no Python environment to run apps in.
package enum PythonEnvironmentError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No Python was found.
    case noPython
    /// The Python found is older than 3.11.
    case tooOld(path: String, version: String)
    /// The path named is no Python.
    case notPython(path: String)
    /// Debian packages the venv module by itself.
    case venvMissing(path: String)
    /// The package index could not be reached.
    case noNetwork(python: String)
    /// There is no room left.
    case diskFull(folder: String)
    /// The interpreter named lacks packages, or has others.
    case packagesMissing(path: String, packages: [String])
    /// The folder cannot be written.
    case folder(path: String, reason: String)
    /// pip or venv failed for another reason; its last lines.
    case failed(output: String)

    /// What happened, then the repair.
    package var description: String {
        switch self {
        case .noPython:
            "No Python was found. Install Python 3.11 or newer (Debian: apt install python3 "
                + "python3-venv; macOS: brew install python), or name one with --python PATH."
        case .tooOld(let path, let version):
            "\(path) is Python \(version); 3.11 or newer is needed. "
                + "Install one, or name it with --python PATH."
        case .notPython(let path):
            "\(path) is not a Python interpreter. Name another one with --python PATH."
        case .venvMissing(let path):
            "\(path) has no venv module. Debian and Ubuntu: apt install python3-venv."
        case .noNetwork(let python):
            "The package index could not be reached. Connect to the network once and start again; "
                + "or install the packages yourself with `\(python) -m pip install -r "
                + "\(Requirements.path)` and name that Python with --python PATH."
        case .diskFull(let folder):
            "There is no room left for \(folder). Free about 100 MB and start again."
        case .packagesMissing(let path, let packages):
            "\(path) lacks \(packages.prefix(3).joined(separator: ", "))"
                + (packages.count > 3 ? " and \(packages.count - 3) more" : "")
                + ". Install them: \(path) -m pip install -r \(Requirements.path)"
        case .folder(let path, let reason):
            "\(path) cannot be written: \(reason). Choose another place with ROUTELINGS_HOME."
        case .failed(let output):
            "The Python environment could not be made:\n\(output)\nMend that and start again, "
                + "or name a Python that has the packages with --python PATH."
        }
    }

    /// Finds the cause in what venv or pip printed.
    package static func classify(_ output: String, python: String, folder: String) -> Self {
        func says(_ texts: String...) -> Bool { texts.contains { output.contains($0) } }
        if says("No space left on device") { return .diskFull(folder: folder) }
        if says("ensurepip is not", "No module named venv", "No module named 'venv'") {
            return .venvMissing(path: python)
        }
        if says(
            "Temporary failure in name resolution", "Name or service not known",
            "Failed to establish a new connection", "NewConnectionError", "ConnectTimeoutError",
            "nodename nor servname", "Network is unreachable", "Max retries exceeded",
            "ProxyError", "Could not find a version that satisfies")
        {
            return .noNetwork(python: python)
        }
        let last = output.split(separator: "\n").suffix(8).joined(separator: "\n")
        return .failed(output: last)
    }
}
