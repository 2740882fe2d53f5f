/// The part of a long line around some of its columns, with an ellipsis where something is left out.
struct LineExcerpt {
    let text: String
    /// The columns meant, counted in `text`.
    let columns: Range<Int>

    /// The part of `line` that has `columns` in it and fits `width`; the beginning of `columns`
    /// where they alone are wider.
    init(_ line: String, around columns: Range<Int>, width: Int) {
        let line = Array(line)
        let width = max(width, 8)
        guard line.count > width else {
            (text, self.columns) = (String(line), columns)
            return
        }
        let room = width - 2
        let middle = (columns.lowerBound + min(columns.upperBound, columns.lowerBound + room)) / 2
        let start = max(0, min(middle - room / 2, line.count - room, columns.lowerBound))
        let end = min(line.count, start + room)
        let (before, after) = (start > 0 ? "…" : "", end < line.count ? "…" : "")
        text = before + String(line[start..<end]) + after
        let shift = before.count - start
        let last = min(columns.upperBound, end)
        self.columns = (columns.lowerBound + shift)..<max(last + shift, columns.lowerBound + shift)
    }
}
