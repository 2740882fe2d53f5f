import Course
import Grading
import Hosting
import Terminal

/// What the app in free play tells of itself.
struct AppFactView {
    let profile: TerminalProfile

    /// `routes`: methods, path and function of each.
    func routes(_ outcome: StartOutcome) -> StyledText {
        switch outcome {
        case .failed(let failure): return problem(failure)
        case .ready(let facts):
            if facts.routes.isEmpty { return "The app does not say what it routes." }
            return facts.routes.map { route in
                let methods = route.methods.isEmpty ? "-" : route.methods.joined(separator: " ")
                let place = route.handler.line.map { "line \($0)" } ?? ""
                let text: StyledText =
                    "\(StyledText(methods, .keyword).padded(to: 18))  \(StyledText(route.path, .code).padded(to: 24))  "
                return text + StyledText("\(route.handler.function)  \(place)", .faint)
            }.joined(separator: "\n")
        }
    }

    /// `log`: what was printed, request by request, and tracebacks cut to the learner's lines.
    func log(_ record: HostRecord) -> StyledText {
        var parts = record.log.map { StyledText($0.text) }
        for exchange in record.exchanges where !exchange.log.isEmpty || exchange.traceback != nil {
            parts.append("\("\(exchange.method) \(exchange.target)", .strong)")
            parts += exchange.log.map { StyledText("  \($0.text)") }
            if let traceback = exchange.traceback { parts.append(text(of: traceback)) }
        }
        if record.outputTruncated { parts.append(StyledText("(more was printed than is kept)", .faint)) }
        return parts.isEmpty ? StyledText("Nothing was printed.", .faint) : parts.joined(separator: "\n")
    }

    /// `docs`: the OpenAPI document, or why there is none.
    func docs(_ answer: Answer?) -> StyledText {
        guard let answer, answer.status == 200, let document = JSON(parsing: answer.body) else {
            return StyledText(
                "The app serves no /openapi.json. FastAPI writes one by itself; Flask leaves it to you."
            ).wrapped(to: profile.width)
        }
        return MarkdownRenderer(width: profile.width).render(OpenAPIText.markdown(document))
    }

    private func problem(_ failure: Hosting.StartFailure) -> StyledText {
        let place = failure.location.map { "\n\(StyledText("line \($0.line)", .accent))  \($0.source ?? "")" }
        return StyledText(failure.message, .warning).wrapped(to: profile.width)
            + (place.map { StyledText($0) } ?? "")
    }

    private func text(of traceback: Hosting.Traceback) -> StyledText {
        let frames = traceback.frames.map { frame in
            "  line \(frame.line)\(frame.function.map { " in \($0)" } ?? ""): \(frame.source ?? "")"
        }
        let end = traceback.message.isEmpty ? traceback.type : "\(traceback.type): \(traceback.message)"
        return frames.map { StyledText($0) }.joined(separator: "\n") + "\n" + StyledText("  \(end)", .fail)
    }
}
