/// One of the frameworks in which every exercise can be done.
package enum Track: String, Sendable, Hashable, CaseIterable, Codable {
    case flask
    case fastapi

    /// The framework's name as its makers write it.
    package var title: String {
        switch self {
        case .flask: "Flask"
        case .fastapi: "FastAPI"
        }
    }

    /// The one file that a learner edits, in the exercise's folder.
    package var fileName: String { "app.py" }
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
