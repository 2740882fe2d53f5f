/// Languages that the highlighter knows.
package enum CodeLanguage: String, Sendable, CaseIterable {
    case python, swift, json, http, yaml, shell, diff, plain

    /// The language of a code fence's info string or a file's extension; plain when unknown.
    package init(named name: String) {
        self =
            switch name.lowercased().split(separator: " ").first ?? "" {
            case "python", "py", "python3": .python
            case "swift": .swift
            case "json": .json
            case "http": .http
            case "yaml", "yml": .yaml
            case "shell", "sh", "bash", "zsh", "console", "shell-session": .shell
            case "diff", "patch": .diff
            default: .plain
            }
    }
}
