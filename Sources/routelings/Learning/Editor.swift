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

    /// Runs the editor on `file` and waits until it ends.
    ///
    /// Its own messages are on the terminal.
    ///
    /// Foundation's `Process` would put it in a process group of its own, which a terminal stops
    /// at the first read.
    func open(_ file: String) async {
        // The variables may hold arguments, as in `code --wait`; git runs them in this way too.
        let words = ["/bin/sh", "-c", "\(command) \"$@\"", command, file]
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                Self.run(words)
                continuation.resume()
            }
        }
    }

    private static func run(_ words: [String]) {
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        // The prompt ignores Ctrl-C while it lends the terminal; the editor must not inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var child = pid_t()
        let spawned = posix_spawn(&child, words[0], nil, &attributes, &arguments, environ)
        guard spawned == 0 else { return }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
    }
}
