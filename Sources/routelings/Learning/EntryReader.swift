import Terminal
import Tutor

/// Reads entries one at a time, the first before anybody asks for it: the prompt is there while
/// the course is still being read.
struct EntryReader: Sendable {
    let lines: any LineSource
    private let facts: PromptFacts
    private let entries: AsyncStream<Input>
    private let entered: AsyncStream<Input>.Continuation
    private let requests: AsyncStream<Void>
    private let requested: AsyncStream<Void>.Continuation

    init(lines: any LineSource, facts: PromptFacts) {
        self.lines = lines
        self.facts = facts
        (entries, entered) = AsyncStream.makeStream()
        (requests, requested) = AsyncStream.makeStream()
    }

    /// Shows the prompt and reads, until the input ends or the task is cancelled.
    func run() async {
        var requests = requests.makeAsyncIterator()
        repeat {
            let input = await lines.readLine(
                prompt: facts.prompt(unicode: lines.profile.unicode),
                continuation: { facts.continuation($0) })
            // As in a shell, Ctrl-D leaves the innermost thing: first the scratch app.
            let leavesScratch =
                input == .endOfInput && lines.profile.isInteractive && facts.inScratch
            entered.yield(leavesScratch ? .line(CommandWord.scratch.rawValue) : input)
            if input == .endOfInput, !leavesScratch { break }
        } while await requests.next() != nil
        entered.finish()
    }

    /// Hands every entry to `body`, and shows the next prompt when it has returned; ends with the
    /// input, or when `body` returns false.
    func forEach(_ body: (String) async -> Bool) async {
        for await input in entries {
            switch input {
            case .line(let text): if await !body(text) { return }
            case .interrupted: break
            case .endOfInput: return
            }
            requested.yield()
        }
    }
}
