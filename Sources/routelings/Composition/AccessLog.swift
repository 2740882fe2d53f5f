import Foundation
import Hosting

/// Lines in the Common Log Format: host, identity, user, time, request, status, bytes.
struct AccessLog {
    private var second = -1
    private var time = ""
    private let format: DateFormatter

    init() {
        format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "dd/MMM/yyyy:HH:mm:ss Z"
    }

    /// One line for one exchange; `-` stands for what there is not.
    mutating func line(_ exchange: Exchange, at date: Date) -> String {
        let now = Int(date.timeIntervalSince1970)
        if now != second { (second, time) = (now, format.string(from: date)) }
        let host = exchange.clientHost.isEmpty ? "-" : exchange.clientHost
        // A request that could not be read has neither method nor target.
        let request =
            exchange.method == "-"
            ? "-" : "\(exchange.method) \(exchange.target.quoted) \(exchange.version)"
        let status = exchange.status.map(String.init) ?? "-"
        let bytes = exchange.responseBytes > 0 ? String(exchange.responseBytes) : "-"
        return "\(host) - - [\(time)] \"\(request)\" \(status) \(bytes)"
    }
}

extension String {
    /// The text with quotes and backslashes escaped, so that a line cannot be taken apart wrongly.
    fileprivate var quoted: String {
        contains { $0 == "\"" || $0 == "\\" }
            ? replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") : self
    }
}
