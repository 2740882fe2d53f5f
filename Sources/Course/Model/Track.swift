/// One of the frameworks in which every exercise can be done.
package enum Track: String, Sendable, Hashable, CaseIterable, Codable {
    case flask
    case fastapi
    case swift

    /// The framework's name as its makers write it.
    package var title: String {
        switch self {
        case .flask: "Flask"
        case .fastapi: "FastAPI"
        case .swift: "Swift"
        }
    }

    /// The one file that a learner edits, in the exercise's folder.
    package var fileName: String {
        switch self {
        case .flask, .fastapi: "app.py"
        case .swift: "Routes.swift"
        }
    }

    /// The language of that file, as a code block in Markdown names it.
    package var language: String {
        switch self {
        case .flask, .fastapi: "python"
        case .swift: "swift"
        }
    }

    /// How the names of source files in that language end, without the dot.
    package var fileExtension: String {
        switch self {
        case .flask, .fastapi: "py"
        case .swift: "swift"
        }
    }
}

/// A value that may differ between tracks.
package struct ByTrack<Value: Sendable>: Sendable {
    /// What holds where no track says otherwise; nil when each track names its own.
    package var common: Value?
    /// What a track says for itself.
    package var own: [Track: Value]

    package init(common: Value? = nil, own: [Track: Value] = [:]) {
        self.common = common
        self.own = own
    }

    /// The value for `track`, or nil when neither that track nor all of them have one.
    package subscript(track: Track) -> Value? { own[track] ?? common }
}

extension ByTrack: Equatable where Value: Equatable {}
