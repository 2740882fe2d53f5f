/// An error as the server is told of it.
struct ThrownError: Encodable {
    /// The name of the error's type.
    var type: String
    var message: String
    /// Swift's errors do not know where they were thrown: the route that threw has to do.
    var frames: [RouteTable.Handler]
    var full: String

    init(_ error: any Error, by handler: RouteTable.Handler? = nil) {
        type = String(describing: Swift.type(of: error))
        message = "\(error)"
        frames = handler.flatMap { $0.line == nil ? nil : [$0] } ?? []
        full = "\(type): \(message)\n"
    }
}
