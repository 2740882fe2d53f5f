import ArgumentParser

@main
struct Routelings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routelings",
        abstract: "Learn web back ends by doing: real Flask and real FastAPI, graded as you save.",
        discussion: """
            Exit codes: 0 passed; 1 the learner's work fails; 3 the grader could not do its job; \
            64 wrong usage.
            """,
        version: "0.1.0",
        subcommands: [
            LearnCommand.self, ListCommand.self, CheckCommand.self, ServeCommand.self,
            CourseCommand.self, DoctorCommand.self,
        ],
        defaultSubcommand: LearnCommand.self)
}
