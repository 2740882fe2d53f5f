/// Why the server itself refuses a request, before an app sees it.
package struct RequestRefusal: Error, Equatable, Sendable {
    /// The status of the answer.
    package var status: Int
    /// What is wrong and what to do, for the client.
    package var text: String

    /// 400 with a text.
    static func bad(_ text: String) -> Self { Self(status: 400, text: text) }
}
