/// A unit's prose with its worked example, predictions and questions.
package struct Lesson: Sendable {
    /// The unit's number, from its file's name.
    package var number: UnitNumber
    /// The file's name without its ending, such as `02-routing`.
    package var id: String
    package var title: String
    /// What a learner can do afterwards, one line each.
    package var objectives: [String]
    package var blocks: [Block]
    /// The lesson's file, relative to the course's folder.
    package var file: String

    package init(
        number: UnitNumber, id: String, title: String, objectives: [String], blocks: [Block],
        file: String
    ) {
        self.number = number
        self.id = id
        self.title = title
        self.objectives = objectives
        self.blocks = blocks
        self.file = file
    }

    /// A stretch of a lesson.
    package struct Block: Sendable {
        package var content: Content
        /// The tracks it is for; all when empty.
        package var tracks: [Track]
        package var position: SourcePosition

        package init(content: Content, tracks: [Track] = [], position: SourcePosition) {
            self.content = content
            self.tracks = tracks
            self.position = position
        }
    }

    /// What a block holds.
    package enum Content: Sendable {
        case markdown(String)
        /// An app that is really run; transcripts name it.
        case example(Example)
        /// A conversation with an example, whose answers are compared when the course is checked.
        case transcript(Transcript)
        /// A recall question or a prediction; the reader stops here until it is answered.
        case question(Question)
    }

    /// A worked example: a whole app in one file.
    package struct Example: Sendable, Hashable {
        package var name: String
        package var track: Track
        package var source: String
        /// Whether a reader does not see it, and has to tell its fault from what it answers.
        package var isHidden: Bool

        package init(name: String, track: Track, source: String, isHidden: Bool = false) {
            self.name = name
            self.track = track
            self.source = source
            self.isHidden = isHidden
        }
    }

    /// Requests to an example and what it answers.
    package struct Transcript: Sendable, Hashable {
        /// The example that is asked.
        package var example: String
        package var track: Track
        package var exchanges: [Exchange]
        /// The text as the lesson shows it.
        package var text: String

        package init(example: String, track: Track, exchanges: [Exchange], text: String) {
            self.example = example
            self.track = track
            self.exchanges = exchanges
            self.text = text
        }

        /// One request line of the prompt and the answer below it.
        package struct Exchange: Sendable, Hashable {
            /// The command after the prompt's mark, such as `get /tools/7`.
            package var command: String
            /// The line of the lesson's file that the command stands in, from 1.
            ///
            /// The status line, the headers, an empty line and the body are below it.
            package var line: Int
            package var status: Int
            /// What the status line says after the number; empty when it says nothing.
            package var reason: String
            /// Headers that must be among the answer's, with these values.
            package var headers: [RequestTemplate.Field]
            /// The body, compared as JSON by meaning where it is JSON and as text otherwise; nil
            /// when the transcript shows none.
            package var body: String?

            package init(
                command: String, line: Int = 1, status: Int, reason: String = "",
                headers: [RequestTemplate.Field], body: String?
            ) {
                self.command = command
                self.line = line
                self.status = status
                self.reason = reason
                self.headers = headers
                self.body = body
            }
        }
    }

    /// A question with answers to choose from.
    package struct Question: Sendable, Hashable {
        /// Unique in the lesson.
        package var id: String
        package var kind: Kind
        package var prompt: String
        package var choices: [Choice]
        /// Said after an answer, right or wrong.
        package var explanation: String

        package init(
            id: String, kind: Kind, prompt: String, choices: [Choice], explanation: String
        ) {
            self.id = id
            self.kind = kind
            self.prompt = prompt
            self.choices = choices
            self.explanation = explanation
        }

        /// What it asks for: something from before, what will be answered, or what went wrong.
        package enum Kind: String, Sendable, Hashable, CaseIterable {
            case recall
            case predict
            case diagnose
        }

        /// One possible answer.
        package struct Choice: Sendable, Hashable {
            package var text: String
            package var isRight: Bool

            package init(text: String, isRight: Bool) {
                self.text = text
                self.isRight = isRight
            }
        }
    }
}
