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
            let routes = facts.routes.filter(\.isTheLearners)
            if routes.isEmpty { return "The app has no routes of its own yet." }
            var table = Table(columns: (0..<4).map { _ in Table.Column() })
            for route in routes { table.append(row(route)) }
            return table.layout(width: profile.width)
        }
    }

    private func row(_ route: Route) -> [StyledText] {
        let methods = route.methods.isEmpty ? "-" : route.methods.joined(separator: " ")
        let place = route.handler.line.map { "line \($0)" } ?? ""
        return [
            StyledText(methods, .keyword), StyledText(route.path, .code),
            StyledText(route.handler.function), StyledText(place, .faint),
        ]
    }

    /// `log`: what was printed, request by request, and tracebacks cut to the learner's lines.
    func log(_ record: HostRecord) -> StyledText {
        var parts = record.log.map { StyledText($0.text) }
        for exchange in record.exchanges where exchange.isWorthTelling {
            parts.append("\("\(exchange.method) \(exchange.target)", .strong)")
            parts += exchange.log.map { StyledText("  \($0.text)") }
            if let traceback = exchange.traceback { parts.append(text(of: traceback)) }
            parts += exchange.oversights.map(text)
            if let stall = exchange.stall {
                parts.append(
                    "  \("held up the event loop", .warning) at line \(stall.line): \(stall.source ?? "")"
                )
            }
        }
        if record.outputTruncated {
            parts.append(StyledText("(more was printed than is kept)", .faint))
        }
        return parts.isEmpty
            ? StyledText("Nothing was printed.", .faint) : parts.joined(separator: "\n")
    }

    /// `docs`: the OpenAPI document, or why there is none.
    func docs(_ answer: Grading.Answer?, _ outcome: StartOutcome) -> StyledText {
        if case .failed(let failure) = outcome { return problem(failure) }
        guard let answer, answer.status == 200, let document = JSON(parsing: answer.body) else {
            return StyledText(
                "The app serves no /openapi.json. FastAPI writes one by itself; Flask and Hummingbird leave it to you."
            ).wrapped(to: profile.width)
        }
        return MarkdownRenderer(width: profile.width, marksCode: !profile.colour)
            .render(OpenAPIText.markdown(document))
    }

    private func problem(_ failure: Hosting.StartFailure) -> StyledText {
        let text = StyledText(failure.message, .warning).wrapped(to: profile.width)
        guard let place = failure.location else { return text }
        return text + "\n\("line \(place.line)", .accent)  \(place.source ?? "")"
    }

    private func text(of oversight: Oversight) -> StyledText {
        let what =
            switch oversight.kind {
            case .neverAwaited: "`\(oversight.name)` was called and never awaited"
            case .destroyedPending:
                "the task of `\(oversight.name)` was dropped before its end: keep a reference to it"
            case .exceptionNeverRetrieved:
                "the background task of `\(oversight.name)` raised "
                    + (oversight.traceback?.type ?? "an exception")
            }
        let place = oversight.place.map { " at line \($0.line): \($0.source ?? "")" } ?? ""
        return StyledText("  ") + StyledText(what, .warning) + "\(place)"
    }

    private func text(of traceback: Hosting.Traceback) -> StyledText {
        let frames = traceback.frames.map { frame in
            "  line \(frame.line)\(frame.function.map { " in \($0)" } ?? ""): \(frame.source ?? "")"
        }
        let end =
            traceback.message.isEmpty ? traceback.type : "\(traceback.type): \(traceback.message)"
        return frames.map { StyledText($0) }.joined(separator: "\n") + "\n"
            + StyledText("  \(end)", .fail)
    }
}

extension Route {
    /// Whether the learner wrote it, and not the framework for itself.
    var isTheLearners: Bool {
        !(handler.file?.contains("/site-packages/") ?? false)
    }
}

extension Exchange {
    /// Whether there is more to say of it than its answer.
    fileprivate var isWorthTelling: Bool {
        !log.isEmpty || traceback != nil || stall != nil || !oversights.isEmpty
    }
}
