import CLibEdit
import Foundation

extension EditSession {
    /// Comfortable defaults first, then the learner's own `~/.editrc`, then the keys that have to
    /// be ours whatever it says, since they are how one stops, ends and completes.
    func bindKeys() {
        _ = cle_set_keymap(editor, "emacs")
        for (key, function) in Self.comforts { _ = cle_bind(editor, key, function) }
        addFunctions()
        if settings.readsUserSettings { _ = el_source(editor, nil) }
        for (key, function) in Self.necessities {
            _ = cle_bind(editor, key, function)
            // Insert mode of vi shares the main map; commands have the alternate one.
            if !key.hasPrefix("\u{1B}") { _ = cle_bind_alternate(editor, key, function) }
        }
    }

    private static let comforts = [
        ("^R", "em-inc-search-prev"), ("^S", "em-inc-search-next"),
        ("^W", "ed-delete-prev-word"),
        ("\u{1B}[3~", "ed-delete-next-char"), ("\u{1B}[H", "ed-move-to-beg"),
        ("\u{1B}[F", "ed-move-to-end"), ("\u{1B}[1~", "ed-move-to-beg"),
        ("\u{1B}[4~", "ed-move-to-end"), ("\u{1B}[1;5C", "em-next-word"),
        ("\u{1B}[1;5D", "ed-prev-word"),
    ]

    private static let necessities = [
        ("^I", "routelings-complete"), ("^C", "routelings-interrupt"),
        ("^D", "routelings-end-or-delete"), ("^Z", "routelings-suspend"),
        ("\u{1B}[200~", "routelings-paste"),
    ]

    /// One literal a key: a C function can capture nothing, so each says by itself what it calls.
    private func addFunctions() {
        _ = cle_add_function(editor, "routelings-complete", "Complete the word") { editor, _ in
            editor.map { EditSession.of($0).complete() } ?? cle_key_error
        }
        _ = cle_add_function(editor, "routelings-interrupt", "Drop the line") { editor, _ in
            editor.map { EditSession.of($0).interrupt() } ?? cle_key_error
        }
        _ = cle_add_function(editor, "routelings-end-or-delete", "End or delete") { editor, _ in
            editor.map { EditSession.of($0).endOrDelete() } ?? cle_key_error
        }
        _ = cle_add_function(editor, "routelings-suspend", "Stop the program") { editor, _ in
            editor.map { EditSession.of($0).stopProcess() } ?? cle_key_error
        }
        _ = cle_add_function(editor, "routelings-paste", "Insert pasted text") { editor, _ in
            editor.map { EditSession.of($0).paste() } ?? cle_key_error
        }
    }
}

extension EditSession {
    fileprivate func complete() -> UInt8 {
        let (before, after) = typed
        let currentLine = before.suffix(from: before.lastIndex(of: "\n") ?? before.startIndex)
        if isContinuation || before.contains("\n"), currentLine.allSatisfy(\.isWhitespace) {
            return insert("    ")
        }
        let candidates = settings.completion(before + after, before.count)
        let step = CompletionStep(
            line: before + after, cursor: before.count, candidates: candidates)
        switch step {
        case .none: return cle_key_error
        case .replace(let removing, let text):
            el_deletestr(editor, Int32(before.suffix(removing).unicodeScalars.count))
            return insert(text)
        case .list(let candidates):
            list(candidates)
            return cle_key_done
        }
    }

    private func list(_ candidates: [Completion]) {
        let profile = settings.profile.measured(output: settings.output)
        let listing = CompletionStep.listing(candidates, width: profile.width)
        eraseLine()
        write(listing.render(for: profile).replacing("\n", with: "\r\n") + "\r\n")
        _ = cle_refresh(editor)
    }

    private func insert(_ text: String) -> UInt8 {
        let wide = Self.wide(text)
        defer { wide.deallocate() }
        return el_winsertstr(editor, wide) == 0 ? cle_key_refresh : cle_key_error
    }

    fileprivate func interrupt() -> UInt8 {
        moveToEnd()
        write("^C\r\n")
        wasInterrupted = true
        return cle_key_end
    }

    fileprivate func endOrDelete() -> UInt8 {
        let (before, after) = typed
        if before.isEmpty && after.isEmpty {
            write("\r\n")
            return cle_key_end
        }
        guard !after.isEmpty else { return cle_key_error }
        _ = el_cursor(editor, 1)
        el_deletestr(editor, 1)
        return cle_key_refresh
    }

    fileprivate func stopProcess() -> UInt8 {
        putAside(settings.stopProcess)
        return cle_key_done
    }

    /// Takes characters up to the terminal's end-of-paste mark; line breaks do not end the entry.
    fileprivate func paste() -> UInt8 {
        let end = "\u{1B}[201~"
        var text = String.UnicodeScalarView()
        while !text.suffix(end.unicodeScalars.count).elementsEqual(end.unicodeScalars) {
            guard let scalar = nextScalar() else { return cle_key_end }
            text.append(scalar)
        }
        let pasted = String(text.dropLast(end.unicodeScalars.count))
            .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            .replacing("\t", with: "    ")
        let trimmed = pasted.hasSuffix("\n") ? String(pasted.dropLast()) : pasted
        return trimmed.isEmpty ? cle_key_done : insert(Self.withoutControls(trimmed))
    }

    private static func withoutControls(_ text: String) -> String {
        String(text.filter { $0 == "\n" || !($0.unicodeScalars.first?.value ?? 0 < 32) })
    }
}
