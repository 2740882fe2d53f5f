import Foundation

/// Looks for a Python that is new enough.
enum PythonFinder {
    /// A version of Python.
    struct Version: Comparable, CustomStringConvertible {
        var major: Int
        var minor: Int
        var description: String { "\(major).\(minor)" }

        static func < (left: Version, right: Version) -> Bool {
            (left.major, left.minor) < (right.major, right.minor)
        }
    }

    /// FastAPI 0.165 asks for it.
    static let oldest = Version(major: 3, minor: 11)

    /// Returns the first Python on PATH that is new enough.
    ///
    /// - Throws: `PythonEnvironmentError.noPython` or `.tooOld`.
    static func find(path: String = SearchPath.present) throws -> String {
        var tooOld: PythonEnvironmentError?
        for name in ["python3.13", "python3.12", "python3.11", "python3"] {
            for candidate in SearchPath.executables(name, in: path) {
                guard let version = try? version(of: candidate) else { continue }
                if version >= oldest { return candidate }
                tooOld = .tooOld(path: candidate, version: version.description)
            }
        }
        throw tooOld ?? PythonEnvironmentError.noPython
    }

    /// Returns the version of an interpreter, nil if it is none.
    static func version(of path: String) throws -> Version? {
        let code = "import sys; print('version', sys.version_info[0], sys.version_info[1])"
        let run = try CommandRun.run([path, "-I", "-c", code])
        let words = run.output.split(whereSeparator: \.isWhitespace)
        guard words.count == 3, words[0] == "version", let major = Int(words[1]),
            let minor = Int(words[2])
        else { return nil }
        return Version(major: major, minor: minor)
    }
}
