import Course
import Grading

extension [Finding] {
    /// The findings that say something of the learner's work.
    ///
    /// A refusal in place of a good answer, or the other way round, has another body and other
    /// headers than the one that was to come: comparing them, too, only hides the status.
    var telling: [Finding] {
        guard let first, first.difference.isOfAnotherKindOfAnswer else { return self }
        let parts = ["$.body", "$.text", "$.headers", "$.cookies"]
        return filter { finding in
            let path = finding.difference.path.description
            return !parts.contains(where: path.hasPrefix)
        }
    }
}

extension Difference {
    /// The same where it differs, of what is too long to be shown whole: the first element of a
    /// list, or what is around the words that are not to be in a text.
    func narrowed(to limit: Int) -> Difference {
        if case .string(let text)? = actual, text.count > limit {
            var narrowed = self
            if let part = excerpt(of: text, limit) { narrowed.actual = .string(part) }
            return narrowed
        }
        guard case .array(let wanted) = expected, case .array(let found)? = actual,
            max(expected.text.count, JSON.array(found).text.count) > limit
        else { return self }
        let common = Swift.min(wanted.count, found.count)
        let index = (0..<common).first { wanted[$0] != found[$0] } ?? common
        return Difference(
            path: path.appending(.index(index)),
            expected: index < wanted.count ? wanted[index] : ["exists": false],
            actual: index < found.count ? found[index] : nil)
    }

    private func excerpt(of text: String, _ limit: Int) -> String? {
        guard case .string(let words)? = expected["not"]?["contains"], words.count < limit,
            let range = text.firstRange(of: words)
        else { return nil }
        let room = (limit - words.count) / 3
        let before = text[..<range.lowerBound].suffix(room)
        let after = text[range.upperBound...].prefix(room)
        return (before.startIndex > text.startIndex ? "…" : "") + before + words + after
            + (after.endIndex < text.endIndex ? "…" : "")
    }

    /// Whether it is a status of another hundred than any that was expected.
    fileprivate var isOfAnotherKindOfAnswer: Bool {
        guard path.description == "$.status", case .int(let status)? = actual else { return false }
        return !wantedStatuses.isEmpty && wantedStatuses.allSatisfy { $0 / 100 != status / 100 }
    }

    private var wantedStatuses: [Int] {
        switch expected["oneOf"] ?? expected {
        case .int(let status): [status]
        case .array(let choices):
            choices.compactMap { if case .int(let status) = $0 { status } else { nil } }
        default: []
        }
    }
}
