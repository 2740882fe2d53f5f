import Course
import Foundation
import Hosting

/// An app that grows by what is typed at the prompt, in a folder that goes with the host.
struct ScratchApp: Sendable {
    let file: String
    private(set) var source: String

    init(track: Track, host: AppHost) throws {
        source = Self.start(track)
        file = try host.write(source, named: track.fileName)
    }

    mutating func add(_ code: String) throws {
        try replace(with: source + "\n\n" + code + "\n")
    }

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
        }
    }
}
