import Course

/// Finds the command in a line: the whole word, or a prefix that only one command has.
package enum CommandTable {
    /// What a line's first word amounts to.
    package enum Outcome: Sendable, Hashable {
        case found(CommandWord, rest: String)
        case ambiguous(String, [CommandWord])
        case unknown(String, near: CommandWord?)
    }

    /// The command of `line`, which is not blank.
    package static func command(in line: String) -> Outcome {
        let word = String(line.prefix { !$0.isWhitespace })
        let rest = String(line.dropFirst(word.count)).trimmingBlanks
        let lowered = word.lowercased()
        if let exact = CommandWord(rawValue: lowered) ?? shorthand[lowered] {
            return .found(exact, rest: rest)
        }
        let fits = CommandWord.allCases.filter { $0.rawValue.hasPrefix(lowered) }
        if fits.count == 1 { return .found(fits[0], rest: rest) }
        if fits.count > 1 { return .ambiguous(word, fits) }
        let near = Suggestion.nearest(to: lowered, among: CommandWord.allCases.map(\.rawValue))
        return .unknown(word, near: near.flatMap(CommandWord.init(rawValue:)))
    }

    /// What people type elsewhere.
    private static let shorthand: [String: CommandWord] = [
        "?": .help, "exit": .quit, "q": .quit, "n": .next,
    ]

    static func unknown(_ word: String, near: CommandWord?) -> String {
        let suggestion = near.map { " Did you mean `\($0.rawValue)`?" } ?? ""
        return "`\(word)` is no command.\(suggestion) `help` lists them all."
    }

    /// All commands in groups, as Markdown.
    package static var overview: String {
        CommandWord.Group.allCases.map { group in
            let words = CommandWord.allCases.filter { $0.summary.group == group }
            let rows = words.map { word in
                let usage = [word.rawValue, word.arguments].filter { !$0.isEmpty }
                return "| `\(usage.joined(separator: " "))` | \(word.summary.text) |"
            }
            return "## \(group.rawValue)\n\n| command | what it does |\n| --- | --- |\n"
                + rows.joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n\nThe start of a word is enough where only one fits. "
            + "Tab completes words, exercises and your app's paths."
    }

    /// More on one command, as Markdown.
    package static func help(on word: CommandWord) -> String {
        let usage = [word.rawValue, word.arguments].filter { !$0.isEmpty }.joined(separator: " ")
        let text = "`\(usage)`: \(word.summary.text)."
        return ([text] + more(on: word)).joined(separator: "\n\n")
    }

    private static func more(on word: CommandWord) -> [String] {
        switch word {
        case .ws: [webSocketLines]
        case .sse: ["Example: `sse 3 /ticks`. Without a number, Ctrl-C ends it."]
        case .burst:
            [
                "Example: `burst 20 get /tools/7`. A bar is the time that a request spends inside "
                    + "your app; bars beside each other overlap."
            ]
        case _ where word.isMethod: [requestItems]
        default: []
        }
    }

    private static let webSocketLines = """
        | line | what it does |
        | --- | --- |
        | any text | sends it as a text message; what comes is shown behind `<` |
        | `/ping` | sends a ping and shows how long the pong took |
        | `/close [CODE] [REASON]` | closes, with 1000 unless said otherwise; Ctrl-D does it too |

        Headers such as `Sec-WebSocket-Protocol:chat` and query items `name==text` can follow the \
        path: `ws /room user==ada`
        """

    private static let requestItems = """
        | item | what it sends |
        | --- | --- |
        | `name=text` | a text field of a JSON body |
        | `name:=3` | a JSON value: number, `true`, `null`, list, object |
        | `name==text` | a query parameter |
        | `Name:value` | a header; `Name:` leaves it out |
        | `name@file` | a file, as `multipart/form-data` |
        | `--form` | the fields as a form instead of JSON |
        | `{"name": …}` | a whole JSON body, over several lines if you like |

        Example: `post /tools name=drill daily_fee:=2.5 X-Request-ID:abc`
        """
}
