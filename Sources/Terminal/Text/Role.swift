/// What a piece of text is; the look follows from it, and never carries the meaning alone.
package enum Role: Sendable, Hashable, CaseIterable {
    /// Prose and structure.
    case heading, strong, emphasis, struck, code, link, faint, accent, prompt
    /// Verdicts and notices; callers put a sign or a word beside the colour.
    case pass, fail, skipped, warning
    /// Parts of source text.
    case keyword, string, number, comment, name, added, removed

    /// The parameters of the SGR control sequence (ECMA-48, 8.3.117), in the eight basic colours
    /// so that the learner's own palette decides.
    var graphicRendition: String {
        switch self {
        case .heading: "1;34"
        case .strong: "1"
        case .emphasis: "3"
        case .struck: "9"
        case .code: "36"
        case .link: "4"
        case .faint, .skipped, .comment: "2"
        case .accent: "1;36"
        case .prompt: "1"
        case .pass, .added, .string: "32"
        case .fail: "1;31"
        case .removed: "31"
        case .warning: "33"
        case .keyword: "35"
        case .number: "36"
        case .name: "34"
        }
    }
}
