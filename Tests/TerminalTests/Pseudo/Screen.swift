/// As much of an xterm as the line editor uses: what is on the screen after some output.
struct Screen: Sendable {
    private(set) var columns: Int
    private var height: Int
    private var cells: [[Character]]
    /// Whether a row goes on in the next one because its text was longer.
    private var continues: [Bool]
    private(set) var cursor = (row: 0, column: 0)
    private var wrapIsPending = false
    private var escape: [UInt8]?
    private var utf8: [UInt8] = []
    private(set) var bells = 0

    init(columns: Int, rows: Int) {
        self.columns = columns
        height = rows
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
        continues = Array(repeating: false, count: rows)
    }

    /// The rows without spaces at their ends.
    var rows: [String] {
        cells.map { row in
            let text = String(row.filter { $0 != "\0" })
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The rows up to the last one that shows something.
    var text: String {
        rows.reversed().drop(while: \.isEmpty).reversed().joined(separator: "\n")
    }

    mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        if escape != nil { return takeEscape(byte) }
        switch byte {
        case 0x1B: escape = []
        case 0x07: bells += 1
        case 0x08: move(toColumn: cursor.column - 1)
        case 0x0A: lineFeed()
        case 0x0D: move(toColumn: 0)
        case 0..<0x20: break
        default:
            utf8.append(byte)
            if String(validating: utf8, as: UTF8.self) != nil {
                let text = String(decoding: utf8, as: UTF8.self)
                utf8 = []
                text.forEach { put($0) }
            }
        }
    }

    private mutating func takeEscape(_ byte: UInt8) {
        escape?.append(byte)
        guard let sequence = escape else { return }
        if sequence.count == 1 {
            if byte != UInt8(ascii: "[") { escape = nil }
        } else if (0x40...0x7E).contains(byte) {
            escape = nil
            let parameters = String(decoding: sequence.dropFirst().dropLast(), as: UTF8.self)
            control(Character(Unicode.Scalar(byte)), Int(parameters) ?? nil)
        }
    }

    private mutating func control(_ name: Character, _ parameter: Int?) {
        let count = parameter ?? 1
        switch name {
        case "A": cursor.row = max(cursor.row - count, 0)
        case "B": cursor.row = min(cursor.row + count, height - 1)
        case "C": move(toColumn: cursor.column + count)
        case "D": move(toColumn: cursor.column - count)
        case "G": move(toColumn: count - 1)
        case "H": cursor = (0, 0)
        case "K": clear(row: cursor.row, from: cursor.column)
        case "J":
            clear(row: cursor.row, from: cursor.column)
            for row in (cursor.row..<height).dropFirst() { clear(row: row, from: 0) }
        case "@":
            cells[cursor.row].insert(
                contentsOf: Array(repeating: " ", count: count), at: cursor.column)
            cells[cursor.row].removeLast(count)
        case "P":
            cells[cursor.row].removeSubrange(
                cursor.column..<min(cursor.column + count, columns))
            cells[cursor.row] += Array(repeating: " ", count: columns - cells[cursor.row].count)
        default: break
        }
        wrapIsPending = false
    }

    private mutating func clear(row: Int, from column: Int) {
        for index in column..<columns { cells[row][index] = " " }
        continues[row] = false
    }

    private mutating func move(toColumn column: Int) {
        cursor.column = min(max(column, 0), columns - 1)
        wrapIsPending = false
    }

    private mutating func lineFeed() {
        wrapIsPending = false
        guard cursor.row == height - 1 else {
            cursor.row += 1
            return
        }
        cells.removeFirst()
        cells.append(Array(repeating: " ", count: columns))
        continues.removeFirst()
        continues.append(false)
    }

    private mutating func put(_ character: Character) {
        let width =
            character.unicodeScalars.contains {
                $0.value >= 0x1100 && $0.value < 0x2000
                    || $0.value > 0x2E80
            } ? 2 : 1
        if wrapIsPending || cursor.column + width > columns {
            continues[cursor.row] = true
            cursor.column = 0
            lineFeed()
        }
        cells[cursor.row][cursor.column] = character
        if width == 2 { cells[cursor.row][cursor.column + 1] = "\0" }
        if cursor.column + width >= columns {
            cursor.column = columns - 1
            wrapIsPending = true
        } else {
            cursor.column += width
        }
    }

    /// Another size: rows that went on are joined and broken again, and the cursor stays with
    /// its character.
    mutating func resize(columns wide: Int, rows: Int) {
        var lines: [[Character]] = [[]]
        var place = (line: 0, column: 0)
        for row in 0..<height {
            if row == cursor.row {
                place = (lines.count - 1, lines[lines.count - 1].count + cursor.column)
            }
            lines[lines.count - 1] += cells[row]
            if !continues[row] { lines.append([]) }
        }
        var next = Screen(columns: wide, rows: rows)
        var used = 0
        for (index, line) in lines.enumerated() {
            let end = max(
                (line.lastIndex { $0 != " " } ?? -1) + 1, index == place.line ? place.column : 0)
            let parts = max((end + wide - 1) / wide, 1)
            if index == place.line {
                next.cursor = (used + place.column / wide, place.column % wide)
            }
            for part in 0..<parts where used < rows {
                let slice = line.dropFirst(part * wide).prefix(min(wide, max(end - part * wide, 0)))
                next.cells[used].replaceSubrange(0..<slice.count, with: slice)
                next.continues[used] = part < parts - 1
                used += 1
            }
        }
        next.bells = bells
        self = next
    }
}
