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

    /// - Returns: how many lines are above it.
    mutating func add(_ code: String) throws -> Int {
        let (above, text, below) =
            switch track {
            case .flask, .fastapi: (source + "\n\n", code + "\n", "")
            case .swift: Self.parts(adding: code, to: source)
            }
        try replace(with: above + text + below)
        return above.count { $0 == "\n" }
    }

    /// What adds a route goes into `addRoutes`, everything else before it.
    private static func parts(
        adding code: String, to source: String
    ) -> (above: String, text: String, below: String) {
        let isStatement = ["router.", "let ", "var "].contains { code.hasPrefix($0) }
        let place = source.firstRange(of: isStatement ? end : head)?.lowerBound ?? source.endIndex
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        let text = isStatement ? lines.map { "    " + $0 }.joined(separator: "\n") : code + "\n"
        return (String(source[..<place]), text + "\n", String(source[place...]))
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
