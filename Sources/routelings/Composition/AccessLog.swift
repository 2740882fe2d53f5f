import Foundation
import Hosting

/// Lines in the Common Log Format: host, identity, user, time, request, status, bytes.
enum AccessLog {
    /// One line for one exchange.
    ///
    /// The size is not counted here, so that field is `-`.
    static func line(_ exchange: Exchange, at date: Date) -> String {
        let time = format.string(from: date)
        let status = exchange.status.map(String.init) ?? "-"
        return
            "127.0.0.1 - - [\(time)] \"\(exchange.method) \(exchange.target) HTTP/1.1\" \(status) -"
    }

    private static var format: DateFormatter {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "dd/MMM/yyyy:HH:mm:ss Z"
        return format
    }
}
