import Foundation

/// Entries typed before, in a file that several sessions may append to at once.
///
/// One entry a line, UTF-8, oldest first; a line feed inside an entry is written `\n` and a
/// backslash `\\`. The file is readable by its owner only, since a line may hold a secret.
package struct HistoryFile: Sendable {
    /// Where the entries are.
    package let path: String
    /// How many entries are kept.
    package let limit: Int

    /// A history at a path whose folder exists; the file itself is made on the first append.
    package init(path: String, limit: Int = 1_000) {
        self.path = path
        self.limit = limit
    }

    /// Whether an entry belongs in a history at all: it is not blank and does not start with a
    /// space, the shells' sign for "forget this one".
    package static func records(_ entry: String) -> Bool {
        guard let first = entry.first, first != " " else { return false }
        return entry.contains { !$0.isWhitespace }
    }

    /// The newest entries, oldest first, without neighbours that are alike.
    ///
    /// No file, or one that cannot be read, is an empty history.
    package func load() -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return Self.entries(in: data).suffix(limit)
    }

    /// Adds an entry at the end, under a lock, and cuts the file when it has grown to twice the
    /// limit.
    ///
    /// - Throws: ``HistoryError`` when the file cannot be opened or written.
    package func append(_ entry: String) throws {
        let file = try openLocked()
        defer { close(file) }
        try write(Self.encode(entry) + "\n", to: file)
        try cut(file)
    }

    /// Opens and locks the file; again if another session has replaced it in between.
    private func openLocked() throws -> Int32 {
        while true {
            let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw HistoryError.cannotOpen(path: path, code: errno) }
            while flock(file, LOCK_EX) != 0, errno == EINTR {}
            var opened = stat()
            var named = stat()
            if fstat(file, &opened) == 0, stat(path, &named) == 0, opened.st_ino == named.st_ino {
                return file
            }
            close(file)
        }
    }

    private func cut(_ file: Int32) throws {
        guard let data = FileManager.default.contents(atPath: path) else { return }
        let entries = Self.entries(in: data)
        guard entries.count >= 2 * limit else { return }
        let text = entries.suffix(limit).map { Self.encode($0) + "\n" }.joined()
        let temporary = path + ".new"
        let target = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw HistoryError.cannotOpen(path: temporary, code: errno) }
        defer { close(target) }
        try write(text, to: target)
        guard rename(temporary, path) == 0 else {
            throw HistoryError.cannotWrite(path: path, code: errno)
        }
    }

    private func write(_ text: String, to file: Int32) throws {
        guard Descriptor(file).writeAll(text) else {
            throw HistoryError.cannotWrite(path: path, code: errno)
        }
    }

    private static func entries(in data: Data) -> [String] {
        var entries: [String] = []
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let entry = decode(line)
            if entry != entries.last { entries.append(entry) }
        }
        return entries
    }

    static func encode(_ entry: String) -> String {
        entry.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    static func decode(_ line: some StringProtocol) -> String {
        var result = ""
        var isEscaped = false
        for character in line {
            switch (isEscaped, character) {
            case (false, "\\"): isEscaped = true
            case (true, "n"):
                result.append("\n")
                isEscaped = false
            default:
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }
}

/// What can go wrong with a history file.
package enum HistoryError: Error, Equatable, CustomStringConvertible {
    /// The file could not be opened; `code` is an `errno` value.
    case cannotOpen(path: String, code: Int32)
    /// The file could not be written; `code` is an `errno` value.
    case cannotWrite(path: String, code: Int32)

    /// What happened and how to mend it.
    package var description: String {
        switch self {
        case .cannotOpen(let path, let code):
            "The history file \(path) cannot be opened: \(Self.reason(code)). "
                + "Check that its folder exists and that you may write there."
        case .cannotWrite(let path, let code):
            "The history file \(path) cannot be written: \(Self.reason(code)). "
                + "Check the free space and the file's permissions."
        }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
