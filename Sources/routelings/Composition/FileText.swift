import Foundation

/// Files read and written with errors that name the file and what the system said.
enum FileText {
    /// Why a file cannot be used.
    enum Problem: Error, CustomStringConvertible {
        case unreadable(String, reason: String)
        case unwritable(String, reason: String)
        case noFolder(String, reason: String)

        var description: String {
            switch self {
            case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
            case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)."
            case .noFolder(let path, let reason): "\(path) cannot be made: \(reason)."
            }
        }
    }

    /// The text of the file at `path`; bytes that are not UTF-8 become U+FFFD.
    ///
    /// - Throws: `Problem`.
    static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), !isFolder(path) else {
            throw Problem.unreadable(path, reason: reason(path, O_RDONLY))
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Writes `text` to `path`, whole or not at all.
    ///
    /// - Throws: `Problem`.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Problem.unwritable(path, reason: reason(path, O_WRONLY | O_CREAT))
        }
    }

    /// Makes the folder at `path`, and those that it is in; one that is there is fine.
    ///
    /// - Throws: `Problem`.
    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            let system = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
            let code = system.map { Int32(($0 as NSError).code) } ?? EEXIST
            throw Problem.noFolder(path, reason: String(cString: strerror(code)))
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// What the system says when the file is opened.
    private static func reason(_ path: String, _ flags: Int32) -> String {
        if isFolder(path) { return String(cString: strerror(EISDIR)) }
        let file = open(path, flags, 0o666)
        guard file < 0 else {
            close(file)
            return "the disk may be full"
        }
        return String(cString: strerror(errno))
    }
}
