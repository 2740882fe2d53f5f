import Foundation

/// When a cookie expires, read as leniently as browsers do (RFC 6265, section 5.1.1).
struct CookieDate {
    /// Seconds since 1970.
    let seconds: Int

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Reads the value of an Expires attribute; nil for one that has no date, which is then ignored.
    init?(_ text: String) {
        var time: (hour: Int32, minute: Int32, second: Int32)?
        var day: Int?
        var month: Int?
        var year: Int?
        for word in text.lowercased().split(whereSeparator: \.isDelimiter) {
            if time == nil, let found = Self.time(word) {
                time = found
            } else if day == nil, let found = Self.number(word, digits: 1...2) {
                day = found
            } else if month == nil, let found = Self.months.firstIndex(of: String(word.prefix(3))) {
                month = found
            } else if year == nil, let found = Self.number(word, digits: 2...4) {
                year = found < 70 ? found + 2000 : found < 100 ? found + 1900 : found
            }
        }
        guard let time, let day, let month, let year, (1...31).contains(day), year >= 1601 else {
            return nil
        }
        var parts = tm()
        parts.tm_year = Int32(year - 1900)
        parts.tm_mon = Int32(month)
        parts.tm_mday = Int32(day)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (time.hour, time.minute, time.second)
        seconds = timegm(&parts)
    }

    /// Reads a word such as `07:05:09`.
    private static func time(_ word: Substring) -> (hour: Int32, minute: Int32, second: Int32)? {
        let fields = word.split(separator: ":", omittingEmptySubsequences: false)
            .compactMap { number($0, digits: 1...2) }
        guard fields.count == 3, fields[0] < 24, fields[1] < 60, fields[2] < 60 else { return nil }
        return (Int32(fields[0]), Int32(fields[1]), Int32(fields[2]))
    }

    /// The number that a word begins with, if it has so many digits.
    private static func number(_ word: Substring, digits: ClosedRange<Int>) -> Int? {
        let number = word.prefix { $0.isASCII && $0.isNumber }
        return digits.contains(number.count) ? Int(number) : nil
    }
}

extension Character {
    /// Whether this parts the words of a cookie's date: white space, and signs but the colon.
    fileprivate var isDelimiter: Bool {
        isWhitespace || isASCII && !isLetter && !isNumber && self != ":"
    }
}
