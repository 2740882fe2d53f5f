public import Hummingbird

/// What a handler is given beside the request: Hummingbird's context, as plain as it comes.
public struct AppContext: RequestContext {
    /// What Hummingbird itself keeps here: parameters, logger, the route that was taken.
    public var coreContext: CoreRequestContextStorage

    /// Makes the context of one request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}
