import ArgumentParser
import Course
import Foundation
import Grading

/// The exit codes of the command line.
extension ExitCode {
    /// The learner's work fails.
    static let learnerFailure = ExitCode(1)
    /// The grader could not do its job.
    static let graderFailure = ExitCode(3)

    /// What a verdict amounts to.
    init(_ verdict: Verdict) {
        switch verdict {
        case .pass: self = .success
        case .fail, .skipped: self = .learnerFailure
        case .error: self = .graderFailure
        }
    }
}

/// Runs `body` and turns an error of ours into a message on standard error and exit code 3.
func reportingFailures<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let exit as ExitCode {
        throw exit
    } catch let problem as ValidationError {
        throw problem
    } catch {
        FileHandle.standardError.write(Data("routelings: \(error)\n".utf8))
        throw ExitCode.graderFailure
    }
}

/// Writes text to standard output, or to the file that was asked for.
func emit(_ text: String, to file: String? = nil) throws {
    let whole = text.hasSuffix("\n") ? text : text + "\n"
    if let file {
        try FileText.write(whole, to: file)
    } else {
        FileHandle.standardOutput.write(Data(whole.utf8))
    }
}
