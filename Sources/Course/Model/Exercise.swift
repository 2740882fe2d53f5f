/// A task that a learner solves in one file, in one or more tracks.
package struct Exercise: Sendable {
    /// Unique in the course, and the name of its folder.
    package var id: String
    package var title: String
    /// The unit it belongs to, from its folder's number.
    package var unit: UnitNumber
    /// Its place in the unit, from 1.
    package var place: Int
    package var mode: Mode
    package var tracks: [Track]
    /// The task in Markdown, for every track (see `MarkedText`).
    package var task: MarkedText
    /// Values drawn for each run.
    package var variables: [String: Variable]
    /// Modules of the course's kit that the learner's file may import, such as `upstream`.
    package var kit: [String]
    /// The learner's file where it is no app but a file of checks, such as `checks.yaml`; nil where
    /// it is the track's own.
    package var file: String?
    /// Environment variables of the learner's app; texts are filled in.
    package var environment: [String: String] = [:]
    /// Who may send requests, by name.
    package var users: [String: User] = [:]
    /// How the learner's app is served.
    package var server = Server()
    /// Whether there are points only when every check passes.
    package var isAllOrNothing = false
    /// In the order in which they run.
    package var checks: [Check]
    /// Exactly three, from the concept to the line with a blank.
    package var hints: [ByTrack<String>]
    package var mutants: [Mutant]
    /// The lines to arrange in each track; empty in other modes than `parsons`.
    package var parsons: [Track: Parsons] = [:]
    /// The exercise's folder, relative to the course's.
    package var folder: String
    package var position: SourcePosition

    package init(
        id: String, title: String, unit: UnitNumber, place: Int, mode: Mode, tracks: [Track],
        task: MarkedText, variables: [String: Variable] = [:], kit: [String] = [],
        checks: [Check], hints: [ByTrack<String>], mutants: [Mutant], folder: String,
        position: SourcePosition
    ) {
        self.id = id
        self.title = title
        self.unit = unit
        self.place = place
        self.mode = mode
        self.tracks = tracks
        self.task = task
        self.variables = variables
        self.kit = kit
        self.checks = checks
        self.hints = hints
        self.mutants = mutants
        self.folder = folder
        self.position = position
    }

    /// How an app is served while it is graded.
    package struct Server: Sendable, Hashable {
        /// How many copies of it run, each a process of its own with one scratch folder for all;
        /// 1 to 4.
        package var copies = 1
        /// How many requests a WSGI app handles at once; nil is the host's usual number.
        package var threads: Int?

        /// One copy, the usual number of threads.
        package init() {}
    }

    /// How much of the file is there at the start.
    package enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Lines to put in order.
        case parsons
        /// A broken file to mend.
        case fix
        /// A file with blanks.
        case fill
        /// A task and little else.
        case write
    }

    /// The checks that `track` has, in order.
    package func checks(for track: Track) -> [Check] {
        checks.filter { $0.tracks.isEmpty || $0.tracks.contains(track) }
    }

    /// What all checks of `track` are worth together.
    package func maxPoints(for track: Track) -> Int {
        checks(for: track).reduce(0) { $0 + ($1.isOptional ? 0 : $1.points) }
    }

    /// The one file that a learner edits, in the exercise's folder.
    package func fileName(_ track: Track) -> String { file ?? track.fileName }

    /// The apps that a learner's checks are run against, as files relative to the course's folder.
    package var servers: [String] {
        let names = checks.flatMap(\.steps).flatMap { step -> [String] in
            guard case .examine(let examination) = step.action else { return [] }
            return [examination.good] + examination.bad
        }
        return names.map { "\(folder)/servers/\($0).py" }
    }

    /// A file of the exercise for `track`, relative to the course's folder.
    package func path(_ part: Part, _ track: Track) -> String {
        let base = "\(folder)/\(track.rawValue)"
        return switch part {
        case .starter: "\(base)/starter/\(fileName(track))"
        case .solution: "\(base)/solution/\(fileName(track))"
        case .mutant(let id): "\(base)/mutants/\(id).\(file == nil ? track.fileExtension : "yaml")"
        }
    }

    /// A role that a file plays in an exercise.
    package enum Part: Sendable, Hashable {
        case starter
        case solution
        case mutant(String)
    }
}

/// A typical wrong solution that must be refused with its own diagnosis.
package struct Mutant: Sendable, Hashable {
    /// `M1`, `M2`, …: the name of its file.
    package var id: String
    /// What is wrong in it, as one line.
    package var cause: String
    /// The check that must fail on it.
    package var fails: String
    /// The tracks that have it; all of the exercise's when empty.
    package var tracks: [Track]
    package var position: SourcePosition

    package init(
        id: String, cause: String, fails: String, tracks: [Track] = [], position: SourcePosition
    ) {
        self.id = id
        self.cause = cause
        self.fails = fails
        self.tracks = tracks
        self.position = position
    }
}
