/// What changed between two texts, line by line.
enum LineDifference {
    /// Lines that went with `-` before them and lines that came with `+`, among those that stayed;
    /// empty when nothing changed.
    static func text(from old: String, to new: String) -> String {
        let oldLines = lines(of: old)
        let newLines = lines(of: new)
        let difference = newLines.difference(from: oldLines)
        if difference.isEmpty { return "" }
        let removed = Set(difference.removals.map(\.offset))
        let inserted = Set(difference.insertions.map(\.offset))
        var written: [String] = []
        var (oldIndex, newIndex) = (0, 0)
        while oldIndex < oldLines.count || newIndex < newLines.count {
            if oldIndex < oldLines.count, removed.contains(oldIndex) {
                written.append("-" + oldLines[oldIndex])
                oldIndex += 1
            } else if newIndex < newLines.count, inserted.contains(newIndex) {
                written.append("+" + newLines[newIndex])
                newIndex += 1
            } else {
                written.append(" " + newLines[newIndex])
                oldIndex += 1
                newIndex += 1
            }
        }
        return written.joined(separator: "\n")
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
