import Course
import Foundation
import Hosting

/// An app that grows by what is typed at the prompt, in a folder that goes with the host.
struct ScratchApp: Sendable {
    let file: String
    private(set) var source: String
    private let track: Track

    init(track: Track, host: AppHost) throws {
        self.track = track
        source = Self.start(track)
        file = try host.write(source, named: track.fileName)
    }

    mutating func add(_ code: String) throws {
        switch track {
        case .flask, .fastapi: try replace(with: source + "\n\n" + code + "\n")
        case .swift: try replace(with: Self.inserting(code, into: source))
        }
    }

    /// What adds a route goes into `addRoutes`, everything else before it.
    private static func inserting(_ code: String, into source: String) -> String {
        let isStatement = ["router.", "let ", "var "].contains { code.hasPrefix($0) }
        let mark = isStatement ? end : head
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        let text = isStatement ? lines.map { "    " + $0 }.joined(separator: "\n") : code + "\n"
        return source.replacing(mark, with: "\(text)\n\(mark)", maxReplacements: 1)
    }

    private static let head = "func addRoutes(to router: Router<AppContext>) {"
    private static let end = "}  // of addRoutes"

    mutating func replace(with text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
        source = text
    }

    private static func start(_ track: Track) -> String {
        switch track {
        case .flask:
            "import asyncio\nimport time\n\nfrom flask import Flask, jsonify, redirect, request\n\napp = Flask(__name__)\n"
        case .fastapi:
            """
            import asyncio
            import time

            from fastapi import Body, Depends, FastAPI, Header, HTTPException, Query, Request, Response
            from pydantic import BaseModel, Field

            app = FastAPI()

            """
        case .swift:
            "import Foundation\nimport Hummingbird\nimport RoutelingsKit\n\n\(head)\n\(end)\n"
        }
    }
}
