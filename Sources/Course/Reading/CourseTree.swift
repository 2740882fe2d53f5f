import Foundation

/// The files below a course's folder.
struct CourseTree {
    /// The course's folder, as an absolute path.
    let root: String

    /// Reads a text file; nil when it does not exist or is no UTF-8.
    func file(_ path: String) -> SourceFile? {
        // What cannot be read is as good as missing, and is reported with its path.
        let bytes = try? Data(contentsOf: URL(filePath: "\(root)/\(path)"))
        return bytes.flatMap { SourceFile(path: path, bytes: $0) }
    }

    func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
            && !isFolder.boolValue
    }

    func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// The names in a folder, sorted, without hidden ones and what Python leaves behind.
    func names(in path: String) -> [String] {
        // No such folder has no names; where one must be, its files are reported as missing.
        let names = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(path)")
        return (names ?? []).filter { !$0.hasPrefix(".") && $0 != "__pycache__" }.sorted()
    }

    /// The paths of all files below a folder, sorted, relative to it.
    func files(below path: String) -> [String] {
        names(in: path).flatMap { name in
            isFolder("\(path)/\(name)")
                ? files(below: "\(path)/\(name)").map { "\(name)/\($0)" } : [name]
        }
    }

    /// The names of the modules in the kit.
    var kit: [String] {
        names(in: "exercises/kit").filter { $0.hasSuffix(".py") }.map { String($0.dropLast(3)) }
    }

    /// A problem with a file that `file(_:)` could not read: it is missing, or no text.
    func unreadable(_ path: String, _ repair: String) -> CourseProblem {
        isFile(path)
            ? problem(path, "this file cannot be read as UTF-8 text: save it as such")
            : problem(path, "this file is missing: \(repair)")
    }

    /// A problem with a file as a whole.
    func problem(_ path: String, _ message: String) -> CourseProblem {
        CourseProblem(
            position: SourcePosition(file: path, line: 1, column: 1), message: message)
    }
}

extension StringProtocol {
    /// The number and the name of `02-routing` or `05a-checkpoint`, or nil for other text.
    var numberAndName: (number: UnitNumber, name: String)? {
        guard let hyphen = firstIndex(of: "-"), let number = UnitNumber(self[..<hyphen]),
            hasPrefix("\(number.prefix)-")
        else { return nil }
        let name = self[index(after: hyphen)...]
        return name.isIdentifier ? (number, String(name)) : nil
    }
}
