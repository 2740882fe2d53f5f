import Foundation

/// The learner's file, as far as it is needed to name lines.
struct SourceFile {
    /// Nil where nobody has said it.
    let path: String?
    /// The lines that add routes.
    let calls: [RouteCall]

    init() {
        path = ProcessInfo.processInfo.environment["ROUTELINGS_SOURCE"]
        // A file that cannot be read now has no lines to tell.
        let text = path.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) } ?? ""
        calls = RouteCall.all(in: text)
    }

    /// The last line that adds one of the routes which `text` names, as in `Route /a overrides /b`.
    func lastLine(namedIn text: String) -> Int? {
        text.split(separator: " ").filter { $0.hasPrefix("/") }
            .flatMap { path in calls.filter { $0.covers(path) } }
            .map(\.line).max()
    }
}
