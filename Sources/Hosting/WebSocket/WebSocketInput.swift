package import NIOCore
package import NIOWebSocket

/// What a client did wrong, and the code that the connection is closed with (RFC 6455, 7.4.1).
package struct WebSocketFault: Error, Equatable, Sendable {
    /// 1002, 1007 or 1009.
    package var code: UInt16
    /// What was wrong; at most 123 bytes, so that it fits a close frame.
    package var reason: String
}

/// Puts frames of a client together to messages (RFC 6455, section 5).
package struct WebSocketInput: Sendable {
    /// What a frame completes.
    package enum Event: Equatable, Sendable {
        /// A message; text has been found to be UTF-8.
        case message(isText: Bool, ByteBuffer)
        /// The client asks for a pong with the same contents.
        case ping(ByteBuffer)
        /// The client has answered a ping.
        case pong
        /// The client closes; the code is nil when it gave none.
        case close(code: UInt16?, reason: String)
    }

    private let maxBytes: Int
    private var unfinished: (isText: Bool, bytes: ByteBuffer)?

    /// Refuses messages of more than `maxBytes`.
    package init(maxBytes: Int) {
        self.maxBytes = maxBytes
    }

    /// Takes a frame; returns what it completes, nil for a part of a message.
    ///
    /// - Throws: `WebSocketFault`.
    package mutating func take(_ frame: WebSocketFrame) throws(WebSocketFault) -> Event? {
        if frame.rsv1 || frame.rsv2 || frame.rsv3 {
            throw WebSocketFault(code: 1002, reason: "a reserved bit is set")
        }
        guard frame.maskKey != nil else {
            throw WebSocketFault(code: 1002, reason: "a client has to mask its frames")
        }
        let data = frame.unmaskedData
        switch frame.opcode {
        case .text: return try begin(isText: true, data, isLast: frame.fin)
        case .binary: return try begin(isText: false, data, isLast: frame.fin)
        case .continuation: return try goOn(data, isLast: frame.fin)
        case .ping: return .ping(data)
        case .pong: return .pong
        case .connectionClose: return try Self.close(data)
        default: throw WebSocketFault(code: 1002, reason: "the opcode of a frame is unknown")
        }
    }

    private mutating func begin(
        isText: Bool, _ data: ByteBuffer, isLast: Bool
    ) throws(WebSocketFault) -> Event? {
        guard unfinished == nil else {
            throw WebSocketFault(code: 1002, reason: "a message began before the last one ended")
        }
        if isLast { return try Self.message(isText, data) }
        unfinished = (isText, data)
        return nil
    }

    private mutating func goOn(
        _ data: ByteBuffer, isLast: Bool
    ) throws(WebSocketFault) -> Event? {
        guard let (isText, beginning) = unfinished else {
            throw WebSocketFault(code: 1002, reason: "there is no message to be continued")
        }
        var bytes = beginning
        unfinished = nil
        guard bytes.readableBytes + data.readableBytes <= maxBytes else {
            throw WebSocketFault(
                code: 1009, reason: "the message is longer than \(maxBytes) bytes")
        }
        bytes.writeImmutableBuffer(data)
        if isLast { return try Self.message(isText, bytes) }
        unfinished = (isText, bytes)
        return nil
    }

    private static func message(_ isText: Bool, _ data: ByteBuffer) throws(WebSocketFault) -> Event
    {
        if isText, String(validating: data.readableBytesView, as: UTF8.self) == nil {
            throw WebSocketFault(code: 1007, reason: "a text message is not UTF-8")
        }
        return .message(isText: isText, data)
    }

    private static func close(_ data: ByteBuffer) throws(WebSocketFault) -> Event {
        var data = data
        if data.readableBytes == 0 { return .close(code: nil, reason: "") }
        guard let code = data.readInteger(as: UInt16.self), isSendable(code) else {
            throw WebSocketFault(code: 1002, reason: "the close code may not be sent")
        }
        guard let reason = String(validating: data.readableBytesView, as: UTF8.self) else {
            throw WebSocketFault(code: 1007, reason: "the reason of a close is not UTF-8")
        }
        return .close(code: code, reason: reason)
    }

    /// Whether a code may stand in a close frame (RFC 6455, 7.4; 1012 to 1014 are IANA's).
    package static func isSendable(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

extension WebSocketFault {
    /// The fault behind an error of the frame decoder.
    init(_ error: NIOWebSocketError, maxBytes: Int) {
        switch error {
        case .invalidFrameLength:
            self.init(code: 1009, reason: "the message is longer than \(maxBytes) bytes")
        case .fragmentedControlFrame:
            self.init(code: 1002, reason: "a control frame is in parts")
        case .multiByteControlFrameLength:
            self.init(code: 1002, reason: "a control frame is longer than 125 bytes")
        }
    }
}
