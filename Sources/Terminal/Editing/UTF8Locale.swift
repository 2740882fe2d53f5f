import Foundation

/// The locale that libedit needs: without a UTF-8 one it shows every byte above 127 as `\nnn`.
enum UTF8Locale {
    /// `nonisolated(unsafe)`: the value is made once, never freed, and read only.
    nonisolated(unsafe) private static let shared: locale_t? =
        named("C.UTF-8") ?? named("en_US.UTF-8") ?? named("UTF-8")

    private static func named(_ name: String) -> locale_t? {
        newlocale(Int32(LC_CTYPE_MASK), name, nil)
    }

    /// Runs the body with characters read as UTF-8 on this thread alone; the process's own locale
    /// stays as it is.
    static func onThisThread<R>(_ body: () throws -> R) rethrows -> R {
        guard let shared else { return try body() }
        let before = uselocale(shared)
        defer { uselocale(before) }
        return try body()
    }
}
