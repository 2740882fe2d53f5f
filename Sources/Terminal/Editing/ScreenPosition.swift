import CLibEdit

/// Where the cursor stands, counted from the first row of the prompt.
struct ScreenPosition: Equatable {
    var row = 0
    var column = 0

    /// The position after text at a width, as libedit lays it out: a wide character that does not
    /// fit goes to the next row, a full row moves on at once, a line feed starts a row.
    ///
    /// `columns` gives the width of a printable scalar; `wcwidth` under a UTF-8 locale is what
    /// libedit itself asks.
    init(
        after text: some StringProtocol, width: Int,
        columns: (Unicode.Scalar) -> Int = Self.libraryColumns
    ) {
        for scalar in text.unicodeScalars {
            advance(over: scalar, width: width, columns: columns)
        }
    }

    private mutating func advance(
        over scalar: Unicode.Scalar, width: Int, columns: (Unicode.Scalar) -> Int
    ) {
        switch scalar {
        case "\n":
            row += 1
            column = 0
        case "\t":
            repeat { advance(by: 1, width: width) } while column % 8 != 0
        case _ where scalar.value < 32 || scalar.value == 127:
            advance(by: 1, width: width)
            advance(by: 1, width: width)
        default:
            advance(by: max(columns(scalar), 0), width: width)
        }
    }

    private mutating func advance(by columns: Int, width: Int) {
        if column + columns > width {
            row += 1
            column = 0
        }
        column += columns
        if column >= width {
            row += 1
            column = 0
        }
    }

    static func libraryColumns(_ scalar: Unicode.Scalar) -> Int {
        Int(cle_character_columns(wchar_t(bitPattern: scalar.value)))
    }
}
