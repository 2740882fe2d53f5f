/// The line source that suits a terminal: ``LineEditor`` where the cursor can move, ``PlainInput``
/// elsewhere; nil only when the process is out of file descriptors.
package func lineSource(
    for profile: TerminalProfile, history: HistoryFile? = nil,
    completion: @escaping Completer = { _, _ in [] }
) -> (any LineSource)? {
    LineEditor(profile: profile, history: history, completion: completion)
        ?? PlainInput(profile: profile)
}
