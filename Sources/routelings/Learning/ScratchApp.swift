import Course
import Foundation

/// An app that grows by what is typed at the prompt, in a folder that goes with it.
final class ScratchApp: @unchecked Sendable {
    // Only the desk, an actor, ever touches it.
    let file: String
    private let folder: URL
    private(set) var source: String

    init(track: Track) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "routelings-scratch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        file = folder.appending(path: track.fileName).path()
        source = Self.start(track)
        try replace(with: source)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)  // a leftover in the temporary folder
    }

    func add(_ code: String) throws {
        try replace(with: source + "\n\n" + code + "\n")
    }

    func replace(with text: String) throws {
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
