import ArgumentParser
import Course
import Foundation
import Grading
import Terminal

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
///
/// A wrong value that shows only now is told as the parser tells it, without how the program is used:
/// that was right.
func reportingFailures<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let exit as ExitCode {
        throw exit
    } catch let problem as ValidationError {
        complain("Error: \(problem.message)")
        throw ExitCode.validationFailure
    } catch {
        complain("routelings: \(error)")
        throw ExitCode.graderFailure
    }
}

/// Writes a line to standard error.
func complain(_ text: String) {
    Descriptor.standardError.writeAll("\(text)\n")
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
