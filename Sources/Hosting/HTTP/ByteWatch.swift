import NIOCore

/// Notices bytes in front of the decoder, so that a head that never ends has an end.
final class ByteWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: ClientConnection

    init(connection: ClientConnection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.hasUnparsedBytes = true
        context.fireChannelRead(data)
    }
}
