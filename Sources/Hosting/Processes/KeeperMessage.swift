import Foundation

/// What the keeper is asked to do; one JSON object a line.
struct KeeperRequest: Encodable {
    var op: String
    var preload: [String]?
    var worker: Int?
    var spec: WorkerSpec?
    /// The number of a program to be run or ended.
    var run: Int?
    var arguments: [String]?
    var directory: String?
    /// Variables for the program, beside the keeper's own.
    var environment: [String: String]?
}

/// Everything a worker has to know.
struct WorkerSpec: Encodable, Sendable {
    struct Limits: Encodable, Sendable {
        var memory: Int
        var cpu: Int
        var files: Int
        var processes: Int
        var disk: Int
    }

    var worker: Int
    var token: String
    var socket: String
    /// The path of the file, nil for a module.
    var file: String?
    /// The compiled program that the worker is to become; nil for Python.
    var program: String?
    var module: String
    var callable: String
    var interface: String
    var directory: String
    /// The folder that the learner's own files are in.
    var root: String
    var paths: [String]
    var environment: [String: String]
    var threads: Int
    var workers: Int
    var host: String
    var port: Int
    var rootPath: String
    var refusesOwnSockets: Bool
    var traces: Bool
    var limits: Limits

    // Written out so that a nil file or program is there as null.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(worker, forKey: .worker)
        try container.encode(token, forKey: .token)
        try container.encode(socket, forKey: .socket)
        try container.encode(file, forKey: .file)
        try container.encode(program, forKey: .program)
        try container.encode(module, forKey: .module)
        try container.encode(callable, forKey: .callable)
        try container.encode(interface, forKey: .interface)
        try container.encode(directory, forKey: .directory)
        try container.encode(root, forKey: .root)
        try container.encode(paths, forKey: .paths)
        try container.encode(environment, forKey: .environment)
        try container.encode(threads, forKey: .threads)
        try container.encode(workers, forKey: .workers)
        try container.encode(host, forKey: .host)
        try container.encode(port, forKey: .port)
        try container.encode(rootPath, forKey: .rootPath)
        try container.encode(refusesOwnSockets, forKey: .refusesOwnSockets)
        try container.encode(traces, forKey: .traces)
        try container.encode(limits, forKey: .limits)
    }

    private enum CodingKeys: CodingKey {
        case worker, token, socket, file, program, module, callable, interface, directory, root,
            paths
        case environment, threads, workers, host, port, rootPath, refusesOwnSockets, traces, limits
    }
}

/// What the keeper says.
struct KeeperEvent: Decodable, Sendable {
    struct Leftover: Decodable, Sendable {
        var pid: Int
        var command: String
    }

    var event: String
    var worker: Int?
    var pid: Int?
    /// The status as waitpid(2) gives it; nil when the nursery ended first.
    var status: Int?
    var leftovers: [Leftover]?
    /// Which nursery is warm.
    var preload: [String]?
    /// Which program has printed something, or ended.
    var run: Int?
    /// What it has printed, or what a worker has too many of: `processes`, or `disk`.
    var text: String?
}

extension AppEnd {
    /// Reads a status of waitpid(2).
    init(waitStatus: Int?) {
        guard let status = waitStatus else {
            self = .unsupervised
            return
        }
        self =
            status & 0x7F == 0
            ? .exited(code: (status >> 8) & 0xFF) : .killed(signal: status & 0x7F)
    }
}
