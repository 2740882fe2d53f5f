/// Reads a transcript: request lines of the prompt, each with the answer below it.
struct TranscriptReader {
    /// What stands before a request line.
    static let promptMark = "› "

    let file: SourceFile
    /// The line of the transcript's first line, from 1.
    let firstLine: Int

    func exchanges(_ lines: [Substring]) -> [Lesson.Transcript.Exchange] {
        let starts = lines.indices.filter { lines[$0].hasPrefix(Self.promptMark) }
        guard let first = starts.first else {
            file.report("a transcript has a request line such as \"› get /\"", line: firstLine)
            return []
        }
        if !lines[..<first].allSatisfy(\.isEmpty) {
            file.report("expected a request line such as \"› get /\"", line: firstLine)
        }
        let ends = starts.dropFirst() + [lines.count]
        return zip(starts, ends).compactMap { start, end in
            exchange(lines[start..<end])
        }
    }

    private func exchange(_ lines: ArraySlice<Substring>) -> Lesson.Transcript.Exchange? {
        let command = lines[lines.startIndex].dropFirst(Self.promptMark.count)
            .withoutBlankEnds
        var rest = lines.dropFirst()
        guard let statusLine = rest.popFirst(), let status = status(statusLine) else {
            file.report(
                "expected the answer's first line, such as \"HTTP/1.1 200 OK\", below the request",
                line: firstLine + lines.startIndex)
            return nil
        }
        var headers: [RequestTemplate.Field] = []
        while let line = rest.popFirst(), !line.isEmpty {
            guard let colon = line.firstIndex(of: ":"), String(line[..<colon]).isToken else {
                file.report(
                    "expected a header such as \"content-type: text/plain\", or an empty line "
                        + "before the body", line: firstLine + rest.startIndex - 1)
                continue
            }
            let value = line[line.index(after: colon)...].withoutBlankEnds
            headers.append(.init(name: line[..<colon].lowercased(), value: String(value)))
        }
        let body = Array(rest).joinedWithoutBlankEnds
        return Lesson.Transcript.Exchange(
            command: String(command), line: firstLine + lines.startIndex, status: status,
            reason: statusLine.split(separator: " ").dropFirst(2).joined(separator: " "),
            headers: headers,
            body: body.isEmpty ? nil : body)
    }

    private func status(_ line: Substring) -> Int? {
        let words = line.split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1", words[1].count == 3 else { return nil }
        return Int(words[1]).flatMap { (100...599).contains($0) ? $0 : nil }
    }
}
