import Foundation

/// The private folder of one host: its socket, its scratch folders, and a lock that tells
/// whether the host lives.
struct RunDirectory: Sendable {
    private static let prefix = "routelings-"
    private static let tokenBytes = 8

    /// The path of the folder.
    let path: String
    /// A random word that all processes of this host carry in their environment.
    let token: String
    private let lock: Int32

    /// The path of the socket that workers connect to.
    var socketPath: String { path + "/s" }

    /// Makes a folder that only this user can enter, and sweeps those of dead hosts.
    ///
    /// - Throws: `HostingError.runDirectory`.
    init(parent: String?) throws {
        let parent = parent ?? Self.temporaryDirectory
        Self.sweepStale(in: parent)
        token = Self.randomToken(bytes: Self.tokenBytes)
        path = parent + "/" + Self.prefix + token
        // Under its final name only once it is locked: a sweep must not take it for a dead one.
        let unlocked = parent + "/." + Self.prefix + token
        guard mkdir(unlocked, 0o700) == 0 else {
            throw HostingError.runDirectory(path: path, reason: Self.lastError)
        }
        lock = open(unlocked + "/owner", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0, rename(unlocked, path) == 0 else {
            throw HostingError.runDirectory(path: path, reason: Self.lastError)
        }
    }

    /// Makes a scratch folder.
    func makeScratch(_ name: String) throws -> String {
        let scratch = path + "/" + name
        guard mkdir(scratch, 0o700) == 0 else {
            throw HostingError.runDirectory(path: scratch, reason: Self.lastError)
        }
        return scratch
    }

    /// Removes a scratch folder; one that is gone already is fine.
    func removeScratch(_ scratch: String) {
        // A file that cannot be removed now goes with the whole folder.
        try? FileManager.default.removeItem(atPath: scratch)
    }

    /// Removes the folder and lets go of the lock.
    func remove() {
        // The keeper removes it too; whoever comes second finds nothing.
        try? FileManager.default.removeItem(atPath: path)
        close(lock)
    }

    /// Returns what the keeper wrote to its log.
    var keeperLog: String {
        // No log means that the keeper had nothing to say.
        (try? String(contentsOfFile: path + "/keeper.log", encoding: .utf8)) ?? ""
    }

    /// Returns random bytes as hexadecimal digits.
    static func randomToken(bytes: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<bytes).map { _ in
            let byte = UInt8.random(in: .min ... .max, using: &generator)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    private static var temporaryDirectory: String {
        let path = NSTemporaryDirectory()
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    private static func sweepStale(in parent: String) {
        // A folder that cannot be listed has nothing that we could remove.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where token(in: name, after: "." + prefix) != nil {
            sweepHalf(parent + "/" + name)
        }
        for name in names {
            guard let token = token(in: name, after: prefix) else { continue }
            let path = parent + "/" + name
            let lock = open(path + "/owner", O_RDWR | O_CLOEXEC)
            guard lock >= 0 else {
                // Whoever began to remove it was killed at that, unless a host lives all the same.
                if errno == ENOENT, !ProcessSweep.mayHave(carriersOf: token) { sweepHalf(path) }
                continue
            }
            defer { close(lock) }
            guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { continue }
            ProcessSweep.end(carriersOf: token)
            // Another host may be removing the same folder.
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// The word in the name of a folder that a host has made; nil for anybody else's, whatever it is
    /// called.
    private static func token(in name: String, after prefix: String) -> String? {
        let token = name.dropFirst(prefix.count)
        guard name.hasPrefix(prefix), token.utf8.count == 2 * tokenBytes,
            token.utf8.allSatisfy({ $0.isDigit || (0x61...0x66).contains($0) })
        else { return nil }
        return String(token)
    }

    /// Removes what was left behind by a host that was killed before its folder had its name, or by
    /// somebody who was killed while removing it.
    private static func sweepHalf(_ path: String) {
        // One that vanishes meanwhile has its name by now, or is removed.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let made = attributes?[.modificationDate] as? Date,
            made.timeIntervalSinceNow < -secondsToFinish
        else { return }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Nobody takes this long from making a folder to naming it, or from its lock's end to its own.
    private static let secondsToFinish: TimeInterval = 60

    private static var lastError: String { String(cString: strerror(errno)) }
}
