import Foundation

/// The learner's own editor, as `$VISUAL` or else `$EDITOR` names it.
struct Editor: Sendable {
    private let command: String

    /// Nil when neither variable is set.
    init?(environment: [String: String]) {
        let names = ["VISUAL", "EDITOR"]
        guard let command = names.compactMap({ environment[$0] }).first(where: { !$0.isEmpty })
        else { return nil }
        self.command = command
    }

    /// Runs the editor on `file` and waits until it ends. Its own messages are on the terminal.
    func open(_ file: String) async {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // The variables may hold arguments, as in `code --wait`; git runs them in this way too.
        process.arguments = ["-c", "\(command) \"$@\"", command, file]
        await withCheckedContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume()
            }
        }
    }
}
