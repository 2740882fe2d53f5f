import ArgumentParser
import Foundation
import Hosting

/// What `serve` is to serve: a module or a file, and the name of the callable in it; or a Swift file.
struct ServeTarget: Sendable {
    let source: App.Source
    /// The folder whose files make up the app: the file's own, or for a module the present one.
    let folder: String

    /// Reads `module:app`, `path/to/app.py[:app]`, `path/to/Routes.swift`, or the folder of such a
    /// file.
    ///
    /// - Throws: `ValidationError` when the text is neither, or the file is not there.
    init(_ text: String) throws {
        if let routes = try Self.routes(text) {
            folder = URL(filePath: routes).deletingLastPathComponent().path()
            source = .routes(routes)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : "app"
        let first = String(parts[0])
        if first.hasSuffix(".py") || first.contains("/") {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: first, isDirectory: &isFolder) else {
                throw ValidationError("There is no file \(first).")
            }
            guard !isFolder.boolValue else {
                throw ValidationError(
                    "\(first) is a folder without a Routes.swift: give module:app or the path of a "
                        + "Python file.")
            }
            folder = URL(filePath: first).deletingLastPathComponent().path()
            source = .file(first, callable: name)
        } else {
            guard !first.isEmpty else {
                throw ValidationError("\(text) names nothing: give module:app or path/to/app.py.")
            }
            // A module imports its neighbours from here, other packages among them.
            folder = FileManager.default.currentDirectoryPath
            source = .module(first, callable: name)
        }
    }

    /// Whether it is compiled before it is served.
    var isSwift: Bool { if case .routes = source { true } else { false } }

    private static func routes(_ text: String) throws -> String? {
        let inFolder = URL(filePath: text).appending(path: "Routes.swift").path()
        if FileManager.default.fileExists(atPath: inFolder) { return inFolder }
        guard text.hasSuffix(".swift") else { return nil }
        guard FileManager.default.fileExists(atPath: text) else {
            throw ValidationError("There is no file \(text).")
        }
        return text
    }
}
