import Foundation
import Testing

@testable import Terminal

@Suite struct HistoryFileTests {
    @Test(arguments: ["a", "a\nb", "a\\nb", "\\", "\\\n\\\\", "é 日本", "tab\there"])
    func keepsAnEntryAsItWas(entry: String) throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path("history"))
        try history.append(entry)
        #expect(history.load() == [entry])
    }

    @Test func isReadableByItsOwnerOnly() throws {
        let folder = try TemporaryFolder()
        try HistoryFile(path: folder.path("history")).append("secret")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("history"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func keepsTheNewestEntriesWithoutEqualNeighbours() throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path("history"), limit: 3)
        for entry in ["a", "b", "b", "c", "d", "e", "f", "g"] { try history.append(entry) }
        #expect(history.load() == ["e", "f", "g"])
        let text = try String(contentsOfFile: folder.path("history"), encoding: .utf8)
        #expect(text.split(separator: "\n").count < 6)
    }

    /// The file is cut in the middle of it, which is when an append could be lost.
    @Test(arguments: 0..<5) func losesNothingWhenManyAppendAtOnce(round: Int) async throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path("history"), limit: 60)
        for number in 0..<110 { try history.append("old \(number)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask { try history.append("new \(number)") }
            }
            try await group.waitForAll()
        }
        #expect(Set(history.load()) == Set((0..<60).map { "new \($0)" }))
    }

    @Test(arguments: [("a", true), (" a", false), ("", false), ("  ", false), ("\n", false)])
    func forgetsBlankEntriesAndThoseAfterASpace(entry: String, isRecorded: Bool) {
        #expect(HistoryFile.records(entry) == isRecorded)
    }

    @Test func isEmptyWithoutAFileAndSaysWhereItCannotWrite() {
        let history = HistoryFile(path: "/nonexistent-folder/history")
        #expect(history.load().isEmpty)
        #expect(throws: HistoryError.cannotOpen(path: history.path, code: ENOENT)) {
            try history.append("a")
        }
    }
}
