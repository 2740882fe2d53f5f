import Foundation
public import Hummingbird
import NIOCore

/// The slow service that some exercises ask: Toolshed's upstream.
///
///     try await Upstream.get("/wait")     lets other handlers go on meanwhile
///     try Upstream.blockingGet("/wait")   blocks its thread until the answer is there
///     try Upstream.render(64)             blocks, as much picture-making code does
///
/// Every answer holds a fresh ticket, so that a real answer can be told from a made-up one.
public enum Upstream {
    /// What the upstream answers.
    public struct Answer: Codable, Sendable {
        /// Different in every answer.
        public var ticket: String
        /// The path that was asked for.
        public var path: String
    }

    /// A picture that the upstream has made.
    public struct Picture: ResponseCodable, Sendable {
        /// Different for every picture.
        public var picture: String
        /// Its size in pixels.
        public var size: Int

        /// A picture of this size.
        public init(picture: String, size: Int) {
            self.picture = picture
            self.size = size
        }
    }

    /// Asks the upstream for `path`.
    ///
    /// Other tasks run on this thread meanwhile.
    ///
    /// - Throws: `UpstreamError`.
    public static func get(_ path: String) async throws -> Answer {
        try await UpstreamCall(path).answer.get()
    }

    /// Asks the upstream for `path`.
    ///
    /// Blocks the calling thread until the answer is there.
    ///
    /// - Throws: `UpstreamError`.
    public static func blockingGet(_ path: String) throws -> Answer {
        try UpstreamCall(path).wait()
    }

    /// Makes a picture of `size` pixels.
    ///
    /// Blocks the calling thread.
    ///
    /// - Throws: `UpstreamError`.
    public static func render(_ size: Int) throws -> Picture {
        let answer = try blockingGet("/render?size=\(size)")
        return Picture(picture: answer.ticket, size: size)
    }
}

/// Why the upstream gave no answer that can be used.
public enum UpstreamError: Error, CustomStringConvertible {
    /// Nobody has said where it is.
    case unknown
    /// There is nobody at its address.
    case unreachable(String, reason: String)
    /// The connection ended before the answer did.
    case brokeOff(String)
    /// It answered with another status than 200.
    case refused(String, status: Int)
    /// What it answered is not what it should be.
    case unreadable(String)

    /// What happened, then the repair.
    public var description: String {
        switch self {
        case .unknown:
            "there is no upstream to ask, because UPSTREAM is not set. Routelings starts one and "
                + "sets it: run this exercise there, with `check`."
        case .unreachable(let address, let reason):
            "the upstream at \(address) cannot be reached (\(reason)). It lives only while a check "
                + "runs: run this exercise in Routelings, with `check`."
        case .brokeOff(let path): "the upstream's answer to GET \(path) broke off."
        case .refused(let path, let status):
            "the upstream answered GET \(path) with \(status)."
        case .unreadable(let path):
            "the upstream answered GET \(path) with something else than a ticket."
        }
    }
}

extension Upstream {
    /// Host and port of the upstream, from the variable UPSTREAM.
    struct Address {
        let text: String
        let host: String
        let port: Int

        init() throws {
            text = ProcessInfo.processInfo.environment["UPSTREAM"] ?? ""
            guard let url = URL(string: text), let host = url.host, let port = url.port else {
                throw UpstreamError.unknown
            }
            self.host = host
            self.port = port
        }
    }
}
