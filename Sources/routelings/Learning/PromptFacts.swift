import Foundation
import Synchronization
import Terminal
import Tutor

/// What the prompt's own thread reads of a session, which lives elsewhere.
final class PromptFacts: Sendable {
    private struct State {
        var completion = LineCompletion()
        var inScratch = false
        var words: [String] = []
        var watched = Watched()
    }

    /// The file whose saves are looked for.
    struct Watched: Sendable {
        /// Nil for none.
        var path: String?
        /// How it looked when it was named, so that no save after that is missed.
        var first: SaveDetector.Glimpse?
        /// How often a file was named.
        var times = 0
    }

    private let state: Mutex<State>

    /// - Parameter words: what the prompt says before the session is there.
    init(words: [String] = []) {
        var first = State()
        first.words = words
        state = Mutex(first)
    }

    func publish(completion: LineCompletion, inScratch: Bool, words: [String]) {
        state.withLock {
            $0.completion = completion
            $0.inScratch = inScratch
            $0.words = words
        }
    }

    /// Names the file whose saves are looked for, from how it is now; nil for none.
    func watch(_ path: String?) {
        let first = path.flatMap(SaveDetector.Glimpse.init(of:))
        state.withLock {
            $0.watched = Watched(path: path, first: first, times: $0.watched.times + 1)
        }
    }

    var watched: Watched { state.withLock { $0.watched } }

    /// Whether handlers may be typed.
    var inScratch: Bool { state.withLock { $0.inScratch } }

    /// The prompt, such as `fastapi path-params › `.
    func prompt(unicode: Bool) -> StyledText {
        let words = state.withLock { $0.words }.joined(separator: " ")
        return "\(words, .accent) \(unicode ? "›" : ">", .prompt) "
    }

    /// The prompt for a further line; nil when `text` is a whole entry.
    func continuation(_ text: String) -> StyledText? {
        return Entry.isOpen(text, inScratch: inScratch) ? StyledText("… ", .faint) : nil
    }

    /// What Tab offers for the word before the cursor.
    func candidates(_ line: String, _ cursor: Int) -> [Completion] {
        let completion = state.withLock { $0.completion }
        return completion.candidates(for: String(line.prefix(cursor)), files: Self.names(in:)).map {
            Completion(
                $0.word, description: $0.explanation.isEmpty ? nil : $0.explanation,
                isFinal: !$0.word.hasSuffix("/") || $0.explanation.contains("GET"))
        }
    }

    private static func names(in folder: String) -> [String] {
        let path = folder.isEmpty ? "." : folder
        // A folder that cannot be read offers nothing.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.map { name in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: "\(path)/\(name)", isDirectory: &isFolder)
            return exists && isFolder.boolValue ? "\(name)/" : name
        }
    }
}
