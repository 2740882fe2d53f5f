import Foundation

extension Course {
    /// The folder of the course to use, as an absolute path.
    ///
    /// That is `explicit` when it is given; else the working directory or the nearest folder that it
    /// is in, which holds `lessons/` and `exercises/`; else the same from the executable's real
    /// path.
    ///
    /// - Parameters:
    ///   - explicit: what `--course` named, relative to the working directory; nil without it.
    ///   - workingDirectory: an absolute path.
    ///   - executable: the path of the running program; symbolic links are followed.
    /// - Returns: an absolute path without a slash at its end.
    /// - Throws: `CourseError` saying where was looked.
    package static func locate(
        explicit: String?, workingDirectory: String, executable: String
    ) throws -> String {
        let here = URL(filePath: workingDirectory, directoryHint: .isDirectory)
        if let explicit {
            let folder = URL(filePath: explicit, directoryHint: .isDirectory, relativeTo: here)
                .standardizedFileURL
            let lacks = lacks(in: folder)
            guard lacks.isEmpty else {
                throw CourseError.notACourse(folder: folder.folderPath, lacks: lacks)
            }
            return folder.folderPath
        }
        let program = URL(filePath: executable, relativeTo: here).resolvingSymlinksInPath()
        let starts = [here.standardizedFileURL, program.deletingLastPathComponent()]
        for start in starts {
            if let folder = nearestCourse(from: start) { return folder }
        }
        let places = starts.map(\.folderPath)
        throw CourseError.notFound(lookedIn: places[0] == places[1] ? [places[0]] : places)
    }

    private static func nearestCourse(from start: URL) -> String? {
        var folder = start
        while true {
            if lacks(in: folder).isEmpty { return folder.folderPath }
            let parent = folder.deletingLastPathComponent().standardizedFileURL
            guard folder.folderPath != "/", parent.folderPath != folder.folderPath else {
                return nil
            }
            folder = parent
        }
    }

    private static func lacks(in folder: URL) -> [String] {
        let tree = CourseTree(root: folder.folderPath)
        return ["lessons", "exercises"].filter { !tree.isFolder($0) }.map { "\($0)/" }
    }
}

extension URL {
    /// The path without a slash at its end, unless it is the root.
    fileprivate var folderPath: String {
        let path = path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
