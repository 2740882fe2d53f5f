import Foundation

/// The keeper as a process: started with nothing but its control channel.
struct KeeperProcess: Sendable {
    /// Its process id.
    let pid: pid_t
    /// Our end of the control channel.
    let control: Int32

    /// Starts the keeper.
    ///
    /// - Throws: `HostingError.interpreterNotStarted`.
    init(_ configuration: HostConfiguration, run: RunDirectory, library: String) throws {
        let interpreter = configuration.interpreter
        var ends: [Int32] = [-1, -1]
        #if os(Linux)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw Self.error(interpreter, errno)
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // The child's number must not be its own target: dup2 onto itself would keep CLOEXEC.
        let child = fcntl(ends[1], F_DUPFD_CLOEXEC, 10)
        close(ends[1])
        defer { close(child) }
        control = ends[0]
        do {
            pid = try Self.spawn(configuration, child, run, library)
        } catch {
            close(ends[0])
            throw error
        }
    }

    /// Waits for its end and collects it; blocks, so not for the shared pool of threads.
    func wait() {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    }

    /// Ends it at once.
    func end() {
        kill(pid, SIGKILL)
    }

    private static func spawn(
        _ configuration: HostConfiguration, _ child: Int32, _ run: RunDirectory, _ library: String
    ) throws -> pid_t {
        let interpreter = configuration.interpreter
        #if os(Linux)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
            let flags: Int32 = 0x80 | 0x08 | 0x04  // SETSID, SETSIGMASK, SETSIGDEF
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
            let flags: Int32 = 0x400 | 0x4000 | 0x08 | 0x04  // and CLOEXEC_DEFAULT
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        let log = run.path + "/keeper.log"
        posix_spawn_file_actions_adddup2(&actions, child, 3)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGCHLD)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var pid: pid_t = 0
        let code = withStrings(arguments(configuration, run, library)) { arguments in
            withStrings(environment(configuration, run)) { environment in
                posix_spawn(&pid, interpreter, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw error(interpreter, code) }
        return pid
    }

    private static func arguments(
        _ configuration: HostConfiguration, _ run: RunDirectory, _ library: String
    ) -> [String] {
        // Never from the present folder: a file there may be named as one of Python's own modules.
        let apart = configuration.isIsolated ? "-I" : "-P"
        let oldest = PythonFinder.oldest
        let start = """
            import sys
            if sys.version_info < (\(oldest.major), \(oldest.minor)): sys.exit("too old")
            sys.path.insert(0, sys.argv[2])
            from routelings_host import keeper; keeper.main(sys.argv[1])
            """
        return [configuration.interpreter, apart, "-c", start, run.path, library]
    }

    private static func environment(
        _ configuration: HostConfiguration, _ run: RunDirectory
    ) -> [String] {
        var variables = ProcessInfo.processInfo.environment
        if configuration.isIsolated {
            variables = variables.filter {
                !$0.key.hasPrefix("PYTHON") && $0.key != "VIRTUAL_ENV"
            }
        }
        variables["ROUTELINGS_RUN"] = run.token
        // Each of a worker's many threads would have an arena of its own.
        variables["MALLOC_ARENA_MAX"] = "4"
        return variables.map { "\($0.key)=\($0.value)" }
    }

    private static func withStrings<R>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        let pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }

    private static func error(_ interpreter: String, _ code: Int32) -> HostingError {
        .interpreterNotStarted(path: interpreter, reason: String(cString: strerror(code)))
    }
}
