import Foundation

/// How the start of an app went: a learner's mistake is a value, not an error.
package enum StartOutcome: Sendable, Equatable {
    /// The app serves.
    case ready(AppFacts)
    /// The app could not be loaded.
    case failed(StartFailure)
}

/// What an app told about itself when it was ready.
package struct AppFacts: Sendable, Equatable {
    /// How the app is called: `.wsgi`, `.asgi` or `.swift`.
    package var interface: App.Interface
    /// What the app says that it routes, in its own order; empty when it does not say.
    package var routes: [Route]
    /// From the request for a worker to readiness, with compiling.
    package var readyIn: Duration
    /// What compiling took; nil for what was not compiled for this start.
    package var compiling: CompileTimes?
}

/// How long a Swift file took to become a program.
package struct CompileTimes: Sendable, Equatable {
    /// The compiler's own part.
    package var compile: Duration = .zero
    /// All jobs after it: finding out what to link, and linking.
    package var link: Duration = .zero
}

/// One route of an app.
package struct Route: Sendable, Equatable {
    /// The path as the framework writes it, with its placeholders.
    package var path: String
    /// Methods in alphabetical order; empty for a route that is not for HTTP requests.
    package var methods: [String]
    /// The function that answers, and the line of its `def`.
    package var handler: Handler
}

/// A function of the learner's.
package struct Handler: Sendable, Equatable, Codable {
    /// The qualified name.
    package var function: String
    /// The file that defines it.
    package var file: String?
    /// The line of its `def`, from 1.
    package var line: Int?
}

/// A place in a source file.
package struct SourceLocation: Sendable, Equatable, Codable {
    /// The path of the file.
    package var file: String
    /// The line, from 1.
    package var line: Int
    /// The column, from 1.
    package var column: Int?
    /// The function around it.
    package var function: String?
    /// The text of the line, without the white space around it.
    package var source: String?

    /// Names a place.
    package init(
        file: String, line: Int, column: Int? = nil, function: String? = nil,
        source: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.function = function
        self.source = source
    }

    /// The same place with the text of its line as the file is now; as it is when that cannot be read.
    func withSource() -> SourceLocation {
        let text = FileManager.default.contents(atPath: file).map {
            String(decoding: $0, as: UTF8.self)
        }
        let lines = text?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        guard lines.indices.contains(line - 1) else { return self }
        var place = self
        place.source = lines[line - 1].trimmingCharacters(in: .whitespaces)
        return place
    }
}

/// An exception that the learner's program raised.
package struct Traceback: Sendable, Equatable, Codable {
    /// The type, with its module unless it is built in.
    package var type: String
    /// The exception as text.
    package var message: String
    /// Places in the learner's own files, the innermost last.
    package var frames: [SourceLocation]
    /// The whole text as Python prints it.
    package var full: String
}

/// Why an app could not be loaded.
package struct StartFailure: Sendable, Equatable {
    /// The class of a start-up failure.
    package enum Kind: String, Sendable, Equatable, Codable {
        /// The file is not Python.
        case syntax
        /// The Swift compiler refused the file.
        case compile
        /// The program crashed while it started.
        case crashed
        /// What we bring along is missing or damaged: no mistake of the learner's.
        case toolchain
        /// The file raised an exception.
        case exception
        /// The file imports a module that is not there.
        case moduleNotFound
        /// The file itself is not there.
        case fileMissing
        /// The file does not define the callable.
        case noApp
        /// The name stands for None.
        case isNone
        /// The callable has another interface than the one asked for.
        case wrongInterface
        /// The name stands for something that cannot be called.
        case notCallable
        /// The name stands for a function that makes an app.
        case factory
        /// Loading did not end within the limit.
        case timedOut
        /// The file opened a port of its own.
        case ownServer
        /// The file ended the process.
        case exited
        /// A signal ended the process.
        case killed
        /// The file printed more than the limit.
        case outputLimit
        /// The file took more processes, or more of the disk, than the limit.
        case spaceLimit
        /// The ASGI lifespan said that the start failed.
        case lifespan
        /// The worker's channel carried rubbish.
        case corrupted
    }

    /// The class of the failure.
    package var kind: Kind
    /// What happened and what to do, in prose.
    package var message: String
    /// The type of the exception, where there was one.
    package var exceptionType: String?
    /// The exception, where there was one.
    package var traceback: Traceback?
    /// The place to look at.
    package var location: SourceLocation?
    /// What the program printed until then.
    package var log: String
}
