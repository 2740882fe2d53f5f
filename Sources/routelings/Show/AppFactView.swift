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
}

extension Route {
    /// Whether the learner wrote it, and not the framework for itself.
    var isTheLearners: Bool {
        !(handler.file?.contains("/site-packages/") ?? false)
    }
}
